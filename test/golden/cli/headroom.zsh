#compdef headroom
# zsh completion for headroom, written by: headroom completion zsh

_headroom() {
  local curcontext=$curcontext state line
  local -A opt_args
  local -a commands
  commands=(
    'run:run a k6 script as a load test'
    'inspect:print the options that a run of a script would have, as JSON'
    'target:serve something to load, on loopback'
    'completion:print a completion script for bash, zsh or fish'
    'version:print the version'
    'help:tell more about a command'
  )
  _arguments -C \
    '(- *)'{-h,--help}'[the list of commands]' \
    '(- *)--version[the version]' \
    '1:command:->command' \
    '*::argument:->argument' && return
  case $state in
    command) _describe command commands ;;
    argument)
      curcontext=${curcontext%:*}-$words[1]:
      case $words[1] in
        run)
          _arguments -s \
            '(-u --vus)'{-u+,--vus=}'[virtual users to run at once]:NUMBER: ' \
            '(-d --duration)'{-d+,--duration=}'[how long to run, as 30s or 5m]:DURATION: ' \
            '(-i --iterations)'{-i+,--iterations=}'[iterations in total, shared among the virtual users]:NUMBER: ' \
            '*'{-s+,--stage=}'[ramp to TARGET virtual users over DURATION]:DURATION\:TARGET: ' \
            '--execution-segment=[part of the test to run here, as 1/3\:2/3, 10% or 0.2\:2/3]:FROM\:TO: ' \
            '--execution-segment-sequence=[ends of all parts of the test, as 0,1/3,2/3,1]:ENDS: ' \
            '--min-iteration-duration=[pad shorter iterations to this]:DURATION: ' \
            '--no-setup[do not run setup()]' \
            '--no-teardown[do not run teardown()]' \
            '*--env-file=[variables for __ENV, as NAME=value lines; -e outdoes them]:FILE:_files' \
            '*'{-e+,--env=}'[NAME=value for __ENV]:NAME=VALUE: ' \
            '--include-system-env-vars[give the environment to __ENV (default true)]' \
            '*--features=[k6'\''s experimental features\: merge-run-tags,freeze-env]:LIST: ' \
            '--compatibility-mode=[extended, or base\: without `global`]:MODE:(extended base)' \
            '(-t --type)'{-t+,--type=}'[js; an archive cannot be run yet]:TYPE:(js)' \
            '(-c --config)'{-c+,--config=}'[JSON file with options, below those of the script]:FILE:_files' \
            '--user-agent=[User-Agent header; empty for none]:TEXT: ' \
            '--max-redirects=[redirects to follow (default 10)]:NUMBER: ' \
            '--batch=[requests of one batch() at a time (default 20)]:NUMBER: ' \
            '--batch-per-host=[of them to one host (default 6)]:NUMBER: ' \
            '--rps=[limit of requests per second, over all virtual users]:NUMBER: ' \
            '--http-debug[log requests and responses; =full with bodies]' \
            '--dns=[how names are looked up (default ttl=5m,select=random,policy=preferIPv4)]:POLICY: ' \
            '*--blacklist-ip=[network that may not be called, as 10.0.0.0/8]:CIDR: ' \
            '*--block-hostnames=[host that may not be called, as *.example.com]:PATTERN: ' \
            '--local-ips=[addresses, ranges and networks to call from, one for each virtual user]:ADDRESSES: ' \
            '--tls-resume[resume TLS sessions, as browsers do (Headroom'\''s own)]' \
            '--insecure-skip-tls-verify[accept any TLS certificate]' \
            '--discard-response-bodies[read response bodies but do not keep them]' \
            '(-w --throw)'{-w,--throw}'[failed requests throw]' \
            '--no-connection-reuse[a new connection for every request]' \
            '--no-vu-connection-reuse[new connections for every iteration]' \
            '*--tag=[NAME=value tag for every sample]:NAME=VALUE: ' \
            '*--system-tags=[tags that samples get by themselves\: status,method,url]:LIST: ' \
            '--fail-on-dropped=[fail when more iterations of arrival rates are dropped\: 1% or 100 (Headroom'\''s own)]:SHARE: ' \
            '--no-thresholds[do not evaluate thresholds]' \
            '--summary-trend-stats=[columns of trends in the summary\: avg,min,med,max,p(95),count]:LIST:_values -s , LIST avg min med max count' \
            '--summary-time-unit=[unit of times in the summary\: s, ms or us]:UNIT:(s ms us)' \
            '*--summary-by=[rows of the summary for each value of these tags\: name,method+status (Headroom'\''s own)]:TAGS: ' \
            '--summary-mode=[compact, full (also by scenario and group) or disabled]:MODE:(compact full disabled)' \
            '--summary-export=[file for the summary as JSON]:FILE:_files' \
            '--new-machine-readable-summary[k6'\''s newer JSON, in that file and for handleSummary()]' \
            '--no-color[no colours]' \
            '(-q --quiet)'{-q,--quiet}'[no banner and no progress]' \
            '(-v --verbose)'{-v,--verbose}'[log at debug level]' \
            '--log-format=[text, json or raw]:FORMAT:(text json raw)' \
            '--console-output=[file for the script'\''s console]:FILE:_files' \
            '--no-usage-report[accepted\: there is nothing to report]' \
            '--log-output=[stderr, stdout, none or file=PATH\[,level=LEVEL\]]:WHERE:(stderr stdout none file=)' \
            '--workers=[threads that run virtual users]:NUMBER: ' \
            '--vu-memory=[JavaScript memory that each virtual user may take]:MEGABYTES: ' \
            '(-h --help)'{-h,--help}'[this text]' \
            '1:script:_files -g "*.js"'
          ;;
        inspect)
          _arguments -s \
            '--execution-requirements[tell also totalDuration and maxVUs, of the segment that is named]' \
            '(-u --vus)'{-u+,--vus=}'[virtual users to run at once]:NUMBER: ' \
            '(-d --duration)'{-d+,--duration=}'[how long to run, as 30s or 5m]:DURATION: ' \
            '(-i --iterations)'{-i+,--iterations=}'[iterations in total, shared among the virtual users]:NUMBER: ' \
            '*'{-s+,--stage=}'[ramp to TARGET virtual users over DURATION]:DURATION\:TARGET: ' \
            '--execution-segment=[part of the test to run here, as 1/3\:2/3, 10% or 0.2\:2/3]:FROM\:TO: ' \
            '--execution-segment-sequence=[ends of all parts of the test, as 0,1/3,2/3,1]:ENDS: ' \
            '--min-iteration-duration=[pad shorter iterations to this]:DURATION: ' \
            '--no-setup[do not run setup()]' \
            '--no-teardown[do not run teardown()]' \
            '*--env-file=[variables for __ENV, as NAME=value lines; -e outdoes them]:FILE:_files' \
            '*'{-e+,--env=}'[NAME=value for __ENV]:NAME=VALUE: ' \
            '--include-system-env-vars[give the environment to __ENV (default true)]' \
            '*--features=[k6'\''s experimental features\: merge-run-tags,freeze-env]:LIST: ' \
            '--compatibility-mode=[extended, or base\: without `global`]:MODE:(extended base)' \
            '(-t --type)'{-t+,--type=}'[js; an archive cannot be run yet]:TYPE:(js)' \
            '(-c --config)'{-c+,--config=}'[JSON file with options, below those of the script]:FILE:_files' \
            '--user-agent=[User-Agent header; empty for none]:TEXT: ' \
            '--max-redirects=[redirects to follow (default 10)]:NUMBER: ' \
            '--batch=[requests of one batch() at a time (default 20)]:NUMBER: ' \
            '--batch-per-host=[of them to one host (default 6)]:NUMBER: ' \
            '--rps=[limit of requests per second, over all virtual users]:NUMBER: ' \
            '--http-debug[log requests and responses; =full with bodies]' \
            '--dns=[how names are looked up (default ttl=5m,select=random,policy=preferIPv4)]:POLICY: ' \
            '*--blacklist-ip=[network that may not be called, as 10.0.0.0/8]:CIDR: ' \
            '*--block-hostnames=[host that may not be called, as *.example.com]:PATTERN: ' \
            '--local-ips=[addresses, ranges and networks to call from, one for each virtual user]:ADDRESSES: ' \
            '--tls-resume[resume TLS sessions, as browsers do (Headroom'\''s own)]' \
            '--insecure-skip-tls-verify[accept any TLS certificate]' \
            '--discard-response-bodies[read response bodies but do not keep them]' \
            '(-w --throw)'{-w,--throw}'[failed requests throw]' \
            '--no-connection-reuse[a new connection for every request]' \
            '--no-vu-connection-reuse[new connections for every iteration]' \
            '*--tag=[NAME=value tag for every sample]:NAME=VALUE: ' \
            '*--system-tags=[tags that samples get by themselves\: status,method,url]:LIST: ' \
            '--fail-on-dropped=[fail when more iterations of arrival rates are dropped\: 1% or 100 (Headroom'\''s own)]:SHARE: ' \
            '--no-thresholds[do not evaluate thresholds]' \
            '--summary-trend-stats=[columns of trends in the summary\: avg,min,med,max,p(95),count]:LIST:_values -s , LIST avg min med max count' \
            '--summary-time-unit=[unit of times in the summary\: s, ms or us]:UNIT:(s ms us)' \
            '*--summary-by=[rows of the summary for each value of these tags\: name,method+status (Headroom'\''s own)]:TAGS: ' \
            '--summary-mode=[compact, full (also by scenario and group) or disabled]:MODE:(compact full disabled)' \
            '--summary-export=[file for the summary as JSON]:FILE:_files' \
            '--new-machine-readable-summary[k6'\''s newer JSON, in that file and for handleSummary()]' \
            '--no-color[no colours]' \
            '(-q --quiet)'{-q,--quiet}'[no banner and no progress]' \
            '(-v --verbose)'{-v,--verbose}'[log at debug level]' \
            '--log-format=[text, json or raw]:FORMAT:(text json raw)' \
            '--console-output=[file for the script'\''s console]:FILE:_files' \
            '--no-usage-report[accepted\: there is nothing to report]' \
            '--log-output=[stderr, stdout, none or file=PATH\[,level=LEVEL\]]:WHERE:(stderr stdout none file=)' \
            '--workers=[threads that run virtual users]:NUMBER: ' \
            '--vu-memory=[JavaScript memory that each virtual user may take]:MEGABYTES: ' \
            '(-h --help)'{-h,--help}'[this text]' \
            '1:script:_files -g "*.js"'
          ;;
        target)
          _arguments -s \
            '--port=[TCP port; 0 for one that is free]:NUMBER: ' \
            '--tls[serve https, with a certificate of its own making]' \
            '--tls-fault=[serve https that goes wrong\: not-tls, zeros, close, reset, stall, expired, not-yet-valid, wrong-host, unknown-authority, tls12-only or tls13-only]:NAME:(not-tls zeros close reset stall expired not-yet-valid wrong-host unknown-authority tls12-only tls13-only)' \
            '--certificate-out=[write the certificate that clients are to trust to this file, as PEM]:FILE:_files' \
            '--servers=[how many requests are served at a time]:NUMBER: ' \
            '--service=[how long each takes\: fixed\:50ms, exponential\:50ms or lognormal\:50ms,0.8]:TIMES:(fixed\:1ms exponential\:50ms lognormal\:50ms,0.8)' \
            '--seed=[of the service times\: one seed, one sequence]:NUMBER: ' \
            '(-h --help)'{-h,--help}'[this text]'
          ;;
        completion)
          _arguments -s \
            '(-h --help)'{-h,--help}'[this text]' \
            '1:bash, zsh or fish:(bash zsh fish)'
          ;;
        version)
          _arguments -s \
            '--json[as one JSON object]' \
            '(-h --help)'{-h,--help}'[this text]'
          ;;
        help)
          _arguments -s \
            '(-h --help)'{-h,--help}'[this text]' \
            '1:the command; none for the list of commands:(run inspect target completion version help)'
          ;;
      esac
      ;;
  esac
}

if [ "$funcstack[1]" = _headroom ]; then
  _headroom "$@"
else
  compdef _headroom headroom
fi
