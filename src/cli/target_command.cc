// headroom target: a server to load, on loopback.
#include <atomic>
#include <thread>

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/signals.h"
#include "kit/clock.h"
#include "kit/file.h"
#include "target/server.h"
#include "target/tls_fault.h"

namespace headroom::cli {

namespace {

constexpr int exit_usage = 2;
constexpr int exit_interrupted = 130;

struct TargetOptions {
  int port = 8080;
  bool uses_tls = false;
  std::string tls_fault;
  std::string certificate_path;
  int servers = 1;
  std::string service = "fixed:1ms";
  std::uint64_t seed = 1;
  std::string help;
};

// "not-tls, zeros"
std::string tls_fault_list() {
  std::string list;
  for (const std::string_view name : target::tls_fault_names()) {
    list.append(list.empty() ? "" : ", ").append(name);
  }
  return list;
}

kit::Result<TargetOptions> parse_target_options(const std::vector<std::string>& arguments) {
  TargetOptions options;
  CLI::App app("Serves something to load, on loopback: httpbin's endpoints, a queue, faults.",
               "headroom target");
  app.add_option("--port", options.port, "TCP port; 0 for one that is free (default 8080)");
  app.add_flag("--tls", options.uses_tls, "serve https with a certificate of its own making");
  app.add_option("--tls-fault", options.tls_fault,
                 "serve https that goes wrong: " + tls_fault_list());
  app.add_option("--certificate-out", options.certificate_path,
                 "write the certificate that clients are to trust to this file, as PEM");
  app.add_option("--servers", options.servers, "servers behind the queue of /work (default 1)");
  app.add_option("--service", options.service,
                 "their service time: fixed:50ms, exponential:50ms or lognormal:50ms,0.8");
  app.add_option("--seed", options.seed, "of all that is random (default 1)");
  app.footer(
      "Examples:\n  headroom target\n"
      "  headroom target --port 9000 --servers 4 --service lognormal:50ms,0.8\n"
      "  headroom target --tls --certificate-out target.pem\n"
      "  curl --cacert target.pem https://127.0.0.1:8080/get\n"
      "  curl http://127.0.0.1:8080/fault   # lists the faults\n");
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    options.help = app.help();
  } catch (const CLI::ParseError& error) {
    return kit::failure(std::string(error.what()) + " (headroom target --help lists the options)");
  }
  if (options.port < 0 || options.port > 65535 || options.servers < 1) {
    return kit::failure("--port is 0 to 65535, --servers at least 1");
  }
  return options;
}

kit::Result<std::unique_ptr<target::Server>> listen(const TargetOptions& options) {
  auto service = target::parse_service_time(options.service);
  if (!service) {
    return kit::failure_of(service, "--service");
  }
  target::ServerOptions server{.address = net::Address::loopback(options.port),
                               .uses_tls = options.uses_tls};
  if (!options.tls_fault.empty()) {
    const auto fault = target::tls_fault_named(options.tls_fault);
    if (!fault) {
      return kit::failure("there is no TLS fault \"" + options.tls_fault +
                          "\" (there are: " + tls_fault_list() + ")");
    }
    server.tls_fault = *fault;
  }
  server.queue.servers = options.servers;
  server.queue.service = *service;
  server.queue.seed = options.seed;
  auto listening = target::Server::listen(server);
  if (!listening || options.certificate_path.empty()) {
    return listening;
  }
  if ((*listening)->certificate_pem().empty()) {
    return kit::failure("--certificate-out goes with --tls: there is no certificate without");
  }
  auto written = kit::write_file(options.certificate_path, (*listening)->certificate_pem());
  if (!written) {
    return kit::failure_of(written, "--certificate-out");
  }
  return listening;
}

}  // namespace

int target_command(const std::vector<std::string>& arguments) {
  const auto options = parse_target_options(arguments);
  if (options && !options->help.empty()) {
    write_stdout(options->help);
    return 0;
  }
  auto server =
      options ? listen(*options)
              : kit::Result<std::unique_ptr<target::Server>>(std::unexpected(options.error()));
  if (!server) {
    write_stderr("headroom target: " + server.error().text() + "\n");
    return exit_usage;
  }
  const conduct::StopRequest& stop = watch_signals(exit_interrupted);
  std::atomic<bool> has_ended = false;
  std::thread watcher([&] {
    while (!stop.is_requested && !has_ended) {
      kit::pause_thread(kit::Duration::milliseconds(50));
    }
    (*server)->stop();
  });
  write_stdout("serving " + (*server)->url() + "\n");
  (*server)->run();
  has_ended = true;
  watcher.join();
  return 0;
}

}  // namespace headroom::cli
