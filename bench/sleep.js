// Virtual users that only wait: their memory and the cost of starting them.
import { sleep } from 'k6';

export default function () {
  sleep(600);
}
