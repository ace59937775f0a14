#!/bin/sh
# Shows check_limits files that break one rule each, and expects it to say so;
# then files that come close to breaking one, and expects silence.
#
#   limits_test.sh <check_limits>
limits=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/kit" "$folder/load"
failures=0

# expect <text, empty for silence> <file> <content>
expect() {
  printf '%b' "$3" >"$folder/$2"
  found=$("$limits" "$folder")
  rm "$folder/$2"
  case "$found" in
    *"$1"*) [ -n "$1" ] || [ -z "$found" ] || { echo "expected silence about $2, got: $found"; failures=$((failures + 1)); } ;;
    *) echo "expected '$1' about $2, got: $found"; failures=$((failures + 1)) ;;
  esac
}

header='// A thing.\n#pragma once\n'
expect 'FIXME must not land' load/a.cc '// FIXME\n'
expect 'needs an issue' load/a.cc '// TODO: later\n'
expect '' load/a.cc '// TODO(#12): later\n'
expect 'name the names' load/a.cc 'using namespace std;\n'
expect 'a header begins' load/a.h '#pragma once\n'
expect 'comes before the includes' load/a.h '// A thing.\n#include <string>\n'
expect 'too slow to compile' load/a.h "$header#include <iostream>\n"
expect '' load/a.cc '#include <iostream>\n'
expect 'shared_ptr needs' load/a.cc 'std::shared_ptr<int> a;\n'
expect '' load/a.cc '// Shared because both ends may outlive the other.\nstd::shared_ptr<int> a;\n'
expect 'instead of throwing' load/a.cc '  throw std::runtime_error("x");\n'
expect '' load/a.cc '// Does not throw anything.\nreport("throw away");\n'
expect 'only kit waits' load/a.cc 'std::this_thread::sleep_for(1s);\n'
expect '' load/a.cc 'reactor.sleep(1_s);\nreactor->sleep_until(later);\n'
expect '' kit/a.cc 'std::this_thread::sleep_for(1s);\n'
expect 'only kit reads time' load/a.cc 'auto now = std::chrono::steady_clock::now();\n'
expect 'only cli reads the environment' load/a.cc 'const char* home = getenv("HOME");\n'
expect '601 lines, limit 600' load/a.cc "$(awk 'BEGIN { for (i = 0; i < 601; i++) printf "x\\n" }')"
[ "$failures" = 0 ] && echo "every rule speaks up, and only then"
exit "$failures"
