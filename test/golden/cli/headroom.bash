# bash completion for headroom, written by: headroom completion bash

# _headroom_words <current> <words>
_headroom_words() {
  mapfile -t COMPREPLY < <(compgen -W "$2" -- "$1")
}

# As above, for lists: completes what follows the last comma.
_headroom_list() {
  local last=${1##*,}
  mapfile -t COMPREPLY < <(compgen -P "${1%"$last"}" -W "$2" -- "$last")
  compopt -o nospace 2>/dev/null
}

# _headroom_files <current> [suffix]
_headroom_files() {
  mapfile -t COMPREPLY < <(compgen -f ${2:+-X "!*$2"} -- "$1"; [[ -z $2 ]] || compgen -d -- "$1")
  compopt -o filenames 2>/dev/null
}

_headroom() {
  local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]}
  local command=${COMP_WORDS[1]}
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    _headroom_words "$current" 'run inspect target completion version help --help --version'
    return
  fi
  if [[ $current == "=" ]]; then
    current=
  elif [[ $option == "=" ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
    [[ $option == -* ]] || return # the value of a NAME=VALUE
  fi
  case "$command $option" in
    "run -u" | "run --vus") return ;;
    "run -d" | "run --duration") return ;;
    "run -i" | "run --iterations") return ;;
    "run -s" | "run --stage") return ;;
    "run --execution-segment") return ;;
    "run --execution-segment-sequence") return ;;
    "run --min-iteration-duration") return ;;
    "run --env-file") _headroom_files "$current"; return ;;
    "run -e" | "run --env") return ;;
    "run --features") return ;;
    "run --compatibility-mode") _headroom_words "$current" 'extended base'; return ;;
    "run -t" | "run --type") _headroom_words "$current" 'js'; return ;;
    "run -c" | "run --config") _headroom_files "$current"; return ;;
    "run --user-agent") return ;;
    "run --max-redirects") return ;;
    "run --batch") return ;;
    "run --batch-per-host") return ;;
    "run --rps") return ;;
    "run --dns") return ;;
    "run --blacklist-ip") return ;;
    "run --block-hostnames") return ;;
    "run --local-ips") return ;;
    "run --tag") return ;;
    "run --system-tags") return ;;
    "run --fail-on-dropped") return ;;
    "run --summary-trend-stats") _headroom_list "$current" 'avg min med max count'; return ;;
    "run --summary-time-unit") _headroom_words "$current" 's ms us'; return ;;
    "run --summary-by") return ;;
    "run --summary-mode") _headroom_words "$current" 'compact full disabled'; return ;;
    "run --summary-export") _headroom_files "$current"; return ;;
    "run --log-format") _headroom_words "$current" 'text json raw'; return ;;
    "run --console-output") _headroom_files "$current"; return ;;
    "run --log-output") _headroom_words "$current" 'stderr stdout none file='; return ;;
    "run --workers") return ;;
    "run --vu-memory") return ;;
    "inspect -u" | "inspect --vus") return ;;
    "inspect -d" | "inspect --duration") return ;;
    "inspect -i" | "inspect --iterations") return ;;
    "inspect -s" | "inspect --stage") return ;;
    "inspect --execution-segment") return ;;
    "inspect --execution-segment-sequence") return ;;
    "inspect --min-iteration-duration") return ;;
    "inspect --env-file") _headroom_files "$current"; return ;;
    "inspect -e" | "inspect --env") return ;;
    "inspect --features") return ;;
    "inspect --compatibility-mode") _headroom_words "$current" 'extended base'; return ;;
    "inspect -t" | "inspect --type") _headroom_words "$current" 'js'; return ;;
    "inspect -c" | "inspect --config") _headroom_files "$current"; return ;;
    "inspect --user-agent") return ;;
    "inspect --max-redirects") return ;;
    "inspect --batch") return ;;
    "inspect --batch-per-host") return ;;
    "inspect --rps") return ;;
    "inspect --dns") return ;;
    "inspect --blacklist-ip") return ;;
    "inspect --block-hostnames") return ;;
    "inspect --local-ips") return ;;
    "inspect --tag") return ;;
    "inspect --system-tags") return ;;
    "inspect --fail-on-dropped") return ;;
    "inspect --summary-trend-stats") _headroom_list "$current" 'avg min med max count'; return ;;
    "inspect --summary-time-unit") _headroom_words "$current" 's ms us'; return ;;
    "inspect --summary-by") return ;;
    "inspect --summary-mode") _headroom_words "$current" 'compact full disabled'; return ;;
    "inspect --summary-export") _headroom_files "$current"; return ;;
    "inspect --log-format") _headroom_words "$current" 'text json raw'; return ;;
    "inspect --console-output") _headroom_files "$current"; return ;;
    "inspect --log-output") _headroom_words "$current" 'stderr stdout none file='; return ;;
    "inspect --workers") return ;;
    "inspect --vu-memory") return ;;
    "target --port") return ;;
    "target --tls-fault") _headroom_words "$current" 'not-tls zeros close reset stall expired not-yet-valid wrong-host unknown-authority tls12-only tls13-only'; return ;;
    "target --certificate-out") _headroom_files "$current"; return ;;
    "target --servers") return ;;
    "target --service") _headroom_words "$current" 'fixed:1ms exponential:50ms lognormal:50ms,0.8'; return ;;
    "target --seed") return ;;
  esac
  case $command in
    run)
      if [[ $current == -* ]]; then
        _headroom_words "$current" '-u --vus -d --duration -i --iterations -s --stage --execution-segment --execution-segment-sequence --min-iteration-duration --no-setup --no-teardown --env-file -e --env --include-system-env-vars --features --compatibility-mode -t --type -c --config --user-agent --max-redirects --batch --batch-per-host --rps --http-debug --dns --blacklist-ip --block-hostnames --local-ips --tls-resume --insecure-skip-tls-verify --discard-response-bodies -w --throw --no-connection-reuse --no-vu-connection-reuse --tag --system-tags --fail-on-dropped --no-thresholds --summary-trend-stats --summary-time-unit --summary-by --summary-mode --summary-export --new-machine-readable-summary --no-color -q --quiet -v --verbose --log-format --console-output --no-usage-report --log-output --workers --vu-memory -h --help'
      else
        _headroom_files "$current" .js
      fi
      ;;
    inspect)
      if [[ $current == -* ]]; then
        _headroom_words "$current" '--execution-requirements -u --vus -d --duration -i --iterations -s --stage --execution-segment --execution-segment-sequence --min-iteration-duration --no-setup --no-teardown --env-file -e --env --include-system-env-vars --features --compatibility-mode -t --type -c --config --user-agent --max-redirects --batch --batch-per-host --rps --http-debug --dns --blacklist-ip --block-hostnames --local-ips --tls-resume --insecure-skip-tls-verify --discard-response-bodies -w --throw --no-connection-reuse --no-vu-connection-reuse --tag --system-tags --fail-on-dropped --no-thresholds --summary-trend-stats --summary-time-unit --summary-by --summary-mode --summary-export --new-machine-readable-summary --no-color -q --quiet -v --verbose --log-format --console-output --no-usage-report --log-output --workers --vu-memory -h --help'
      else
        _headroom_files "$current" .js
      fi
      ;;
    target)
      if [[ $current == -* ]]; then
        _headroom_words "$current" '--port --tls --tls-fault --certificate-out --servers --service --seed -h --help'
      fi
      ;;
    completion)
      if [[ $current == -* ]]; then
        _headroom_words "$current" '-h --help'
      else
        _headroom_words "$current" 'bash zsh fish'
      fi
      ;;
    version)
      if [[ $current == -* ]]; then
        _headroom_words "$current" '--json -h --help'
      fi
      ;;
    help)
      if [[ $current == -* ]]; then
        _headroom_words "$current" '-h --help'
      else
        _headroom_words "$current" 'run inspect target completion version help'
      fi
      ;;
  esac
}

complete -F _headroom headroom
