// A service with C servers and one queue, first come first served: what a real
// one with C threads does under load, with a known answer. Pure: instants in,
// instants out; whoever holds the request waits until its job is finished.
#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

#include "kit/random.h"
#include "kit/time.h"
#include "target/service_time.h"

namespace headroom::target {

struct QueueOptions {
  int servers = 4;  // at least 1
  ServiceTime service;
  std::uint64_t seed = 1;
};

struct Job {
  kit::Instant arrived;
  kit::Instant started;
  kit::Instant finished;

  kit::Duration waited() const { return started - arrived; }
  kit::Duration served() const { return finished - started; }
};

class QueueModel {
 public:
  explicit QueueModel(const QueueOptions& options);

  // The fate of a job arriving now; arrivals come in order of time. A job's
  // service time is drawn at its arrival, so its end is known at once.
  Job admit(kit::Instant arrival);

 private:
  // Set in the constructor, then constant.
  ServiceTime service_;

  kit::Random random_;
  // When each server has done all that it was given, the earliest first.
  std::priority_queue<kit::Instant, std::vector<kit::Instant>, std::greater<>> free_at_;
};

}  // namespace headroom::target
