// Authentication: by the user in the URL, as basic or digest; each round of digest
// has samples of its own.
import http from 'k6/http';
import { check } from 'k6';

const base = __ENV.BASE_URL;
const withUser = base.replace('://', '://user:passwd@');

export default function () {
  check(http.get(`${withUser}/basic-auth/user/passwd`), {
    'basic: the user is known': (r) => r.status === 200 && r.json('authenticated') === true,
  });
  check(http.get(`${base}/basic-auth/user/passwd`), { 'nobody is not': (r) => r.status === 401 });

  for (const algorithm of ['MD5', 'SHA-256']) {
    check(http.get(`${withUser}/digest-auth/auth/user/passwd/${algorithm}`, { auth: 'digest' }), {
      'digest: the challenge is answered': (r) => r.status === 200,
    });
  }
  check(http.post(`${withUser}/anything`, 'x', { headers: { Authorization: 'Bearer own' } }), {
    'a header of its own wins': (r) => r.json('headers.Authorization') === 'Bearer own',
  });
}
