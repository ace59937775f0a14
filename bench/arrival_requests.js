// An open model with requests: 20,000 a second from one worker.
import http from 'k6/http';

export const options = {
  scenarios: {
    arrivals: {
      executor: 'constant-arrival-rate', rate: 20000, duration: '5s', preAllocatedVUs: 1000, gracefulStop: '1s',
    },
  },
};

export default function () {
  http.get(`${__ENV.BASE_URL}/get`);
}
