// An open model without requests: can the schedule of 50,000 a second be kept?
export const options = {
  scenarios: {
    arrivals: {
      executor: 'constant-arrival-rate', rate: 50000, duration: '5s', preAllocatedVUs: 100, gracefulStop: '1s',
    },
  },
};

export default function () {}
