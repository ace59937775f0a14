#include "target/queue_model.h"

#include <algorithm>

namespace headroom::target {

QueueModel::QueueModel(const QueueOptions& options)
    : service_(options.service), random_(options.seed) {
  for (int i = 0; i < std::max(options.servers, 1); ++i) {
    free_at_.push(kit::Instant::from_nanoseconds(0));
  }
}

Job QueueModel::admit(kit::Instant arrival) {
  const kit::Instant started = std::max(arrival, free_at_.top());
  const Job job{
      .arrived = arrival, .started = started, .finished = started + draw(service_, random_)};
  free_at_.pop();
  free_at_.push(job.finished);
  return job;
}

}  // namespace headroom::target
