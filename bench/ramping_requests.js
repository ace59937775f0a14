// An open model whose rate rises: to 20,000 requests a second from one worker, and on at that.
import http from 'k6/http';

export const options = {
  scenarios: {
    arrivals: {
      executor: 'ramping-arrival-rate', preAllocatedVUs: 1000, gracefulStop: '1s',
      stages: [{ duration: '2s', target: 20000 }, { duration: '4s', target: 20000 }],
    },
  },
};

export default function () {
  http.get(`${__ENV.BASE_URL}/get`);
}
