// Virtual users that send one large file, each in a form of its own.
import http from 'k6/http';

const file = open(__ENV.FILE, 'b');

export default function () {
  http.post(`${__ENV.BASE_URL}/upload`, { file: http.file(file, 'file.bin'), user: `${__VU}` });
}
