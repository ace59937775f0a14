// headroom target: a server to load, on loopback.
#include <atomic>
#include <thread>

#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/signals.h"
#include "cli/target_options.h"
#include "kit/clock.h"
#include "kit/file.h"
#include "target/server.h"
#include "target/tls_fault.h"

namespace headroom::cli {

namespace {

constexpr int exit_usage = 2;
constexpr int exit_interrupted = 130;

// "not-tls, zeros"
std::string tls_fault_list() {
  std::string list;
  for (const std::string_view name : target::tls_fault_names()) {
    list.append(list.empty() ? "" : ", ").append(name);
  }
  return list;
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
