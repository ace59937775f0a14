// What may be sent: text, bytes, forms, files; and what comes back, decoded or not.
import http from 'k6/http';
import { check } from 'k6';

const base = __ENV.BASE_URL;

export default function () {
  check(http.post(`${base}/post`, 'text'), { text: (r) => r.json('data') === 'text' });
  check(http.post(`${base}/post`, new Uint8Array([104, 105]).buffer), { 'an ArrayBuffer': (r) => r.json('data') === 'hi' });
  check(http.post(`${base}/post`, new Uint8Array([120, 104, 105]).subarray(1)), {
    'a part of a typed array': (r) => r.json('data') === 'hi',
  });

  const form = http.post(`${base}/post`, { name: 'a b', list: ['x', 'y'], none: null });
  check(form, {
    'an object is a form': (r) => r.json('form.name') === 'a b' && r.json('form.none') === '',
    'an array repeats its key': (r) => r.json('form.list').join() === 'x,y',
    'with the type that forms have': (r) => r.json('headers.Content-Type') === 'application/x-www-form-urlencoded',
  });

  const upload = http.post(`${base}/post`, {
    title: 'one',
    file: http.file('file content', 'a.txt', 'text/plain'),
  });
  check(upload, {
    'a file makes it multipart': (r) => r.json('headers.Content-Type').startsWith('multipart/form-data; boundary='),
    'with its fields and files': (r) => r.json('form.title') === 'one' && r.json('files.file') === 'file content',
  });

  check(http.post(`${base}/post`, 'compress me', { compression: 'gzip' }), {
    'a body may be compressed': (r) => r.json('headers.Content-Encoding') === 'gzip',
  });

  check(http.get(`${base}/bytes/16`, { responseType: 'binary' }), { 'bytes come as bytes': (r) => r.body.byteLength === 16 });
  check(http.get(`${base}/get`, { responseType: 'none' }), { 'or not at all': (r) => r.status === 200 && r.body === null });
  for (const coding of ['gzip', 'deflate', 'brotli']) {
    check(http.get(`${base}/${coding}`), { 'codings are undone': (r) => r.json('method') === 'GET' });
  }
}
