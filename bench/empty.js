// What an iteration costs when it does nothing.
export default function () {}
