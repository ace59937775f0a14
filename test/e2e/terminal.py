"""A small terminal: what is on the screen after bytes and the escape codes we write."""
import codecs
import re

_CODE = re.compile(r"\x1b\[([0-9;]*)([A-Za-z])")


class Terminal:
    """Rows of text that scroll into `scrolled`; the cursor counts from 0."""

    def __init__(self, rows=24, columns=80):
        self.rows, self.columns = rows, columns
        self.lines = [[" "] * columns for _ in range(rows)]
        self.scrolled = []
        self.row = self.column = 0
        self.codes = set()
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._pending = ""

    def feed(self, data):
        text = self._pending + self._decoder.decode(data)
        self._pending = ""
        at = 0
        while at < len(text):
            if text[at] != "\x1b":
                self._put(text[at])
                at += 1
                continue
            code = _CODE.match(text, at)
            if code is None:
                self._pending = text[at:]
                assert len(self._pending) < 16, f"an unknown escape code: {self._pending!r}"
                return
            self._obey(code[1], code[2])
            at = code.end()

    def resize(self, columns):
        """As xterm does it: what does not fit is cut off."""
        self.lines = [(line + [" "] * columns)[:columns] for line in self.lines]
        self.columns = columns
        self.column = min(self.column, columns)

    def text(self):
        return [line.rstrip() for line in map("".join, self.lines)]

    def everything(self):
        return self.scrolled + self.text()

    def below_cursor(self):
        return [line for line in self.text()[self.row:] if line]

    def _put(self, character):
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self._feed_line()
        else:
            if self.column == self.columns:
                self.column = 0
                self._feed_line()
            self.lines[self.row][self.column] = character
            self.column += 1

    def _feed_line(self):
        if self.row + 1 < self.rows:
            self.row += 1
            return
        self.scrolled.append("".join(self.lines.pop(0)).rstrip())
        self.lines.append([" "] * self.columns)

    def _obey(self, parameter, letter):
        self.codes.add(letter)
        if letter == "A":
            self.row = max(0, self.row - int(parameter or 1))
        elif letter == "K":
            self._erase(self.row, self.column)
        elif letter == "J":
            self._erase(self.row, self.column)
            for row in range(self.row + 1, self.rows):
                self._erase(row, 0)
        else:
            assert letter == "m", f"an unknown escape code: {parameter}{letter}"

    def _erase(self, row, column):
        self.lines[row][column:] = [" "] * (self.columns - column)
