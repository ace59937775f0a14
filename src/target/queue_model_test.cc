#include "target/queue_model.h"

#include <cmath>

#include <gtest/gtest.h>

#include "kit/clock.h"

namespace headroom::target {
namespace {

using kit::Duration;

QueueOptions fixed_service(int servers, Duration mean) {
  return {.servers = servers, .service = {.mean = mean}};
}

TEST(QueueModel, AFreeServerStartsAtOnce) {
  kit::SimulatedClock clock;
  QueueModel queue(fixed_service(1, Duration::milliseconds(10)));

  const Job job = queue.admit(clock.now());

  EXPECT_EQ(job.waited(), Duration());
  EXPECT_EQ(job.finished, clock.now() + Duration::milliseconds(10));
}

TEST(QueueModel, JobsWaitInOrderOfArrivalForTheFirstFreeServer) {
  kit::SimulatedClock clock;
  QueueModel queue(fixed_service(2, Duration::milliseconds(10)));

  EXPECT_EQ(queue.admit(clock.now()).waited(), Duration());
  clock.advance(Duration::milliseconds(4));
  EXPECT_EQ(queue.admit(clock.now()).waited(), Duration());
  EXPECT_EQ(queue.admit(clock.now()).waited(), Duration::milliseconds(6));
  EXPECT_EQ(queue.admit(clock.now()).waited(), Duration::milliseconds(10));
  EXPECT_EQ(queue.admit(clock.now()).waited(), Duration::milliseconds(16));
}

TEST(QueueModel, AnIdleTimeIsNotSavedUp) {
  kit::SimulatedClock clock;
  QueueModel queue(fixed_service(1, Duration::milliseconds(10)));
  queue.admit(clock.now());

  clock.advance(Duration::seconds(1));

  EXPECT_EQ(queue.admit(clock.now()).waited(), Duration());
  EXPECT_EQ(queue.admit(clock.now()).waited(), Duration::milliseconds(10));
}

TEST(QueueModel, AtHalfLoadTheMeanWaitIsThatOfTheory) {
  // M/M/1 with utilisation 0.5: the mean wait equals the mean service time.
  kit::SimulatedClock clock;
  const ServiceTime service{.shape = ServiceTime::Shape::exponential,
                            .mean = Duration::milliseconds(10)};
  const ServiceTime gap{.shape = ServiceTime::Shape::exponential,
                        .mean = Duration::milliseconds(20)};
  QueueModel queue({.servers = 1, .service = service, .seed = 3});
  kit::Random random(11);
  double waited = 0;
  constexpr int count = 200'000;

  for (int i = 0; i < count; ++i) {
    clock.advance(draw(gap, random));
    waited += queue.admit(clock.now()).waited().in_seconds();
  }

  EXPECT_NEAR(waited / count, 0.010, 0.0007);
}

TEST(QueueModel, SeveralServersWaitAsErlangSays) {
  // M/M/3 with utilisation 0.8: by Erlang's C formula a job waits with probability
  // 0.6472, and the mean wait is that times the service time over 3 * (1 - 0.8).
  kit::SimulatedClock clock;
  const ServiceTime service{.shape = ServiceTime::Shape::exponential,
                            .mean = Duration::milliseconds(12)};
  const ServiceTime gap{.shape = ServiceTime::Shape::exponential,
                        .mean = Duration::milliseconds(5)};
  QueueModel queue({.servers = 3, .service = service, .seed = 3});
  kit::Random random(11);
  double waited = 0;
  int waiting = 0;
  constexpr int count = 400'000;

  for (int i = 0; i < count; ++i) {
    clock.advance(draw(gap, random));
    const Duration wait = queue.admit(clock.now()).waited();
    waited += wait.in_seconds();
    waiting += wait > Duration() ? 1 : 0;
  }

  EXPECT_NEAR(static_cast<double>(waiting) / count, 0.6472, 0.01);
  EXPECT_NEAR(waited / count, 0.6472 * 0.012 / 0.6, 0.0006);
}

TEST(QueueModel, OneSeedIsOneSequence) {
  const QueueOptions options{
      .service = {.shape = ServiceTime::Shape::lognormal, .mean = Duration::milliseconds(10)},
      .seed = 9};
  QueueModel left(options);
  QueueModel right(options);
  const kit::Instant now = kit::SimulatedClock().now();
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(left.admit(now).finished, right.admit(now).finished);
  }
}

TEST(QueueModel, SaturatedServersServeAtTheirCapacity) {
  kit::SimulatedClock clock;
  QueueModel queue(fixed_service(4, Duration::milliseconds(10)));
  Job last;

  for (int i = 0; i < 400; ++i) {
    last = queue.admit(clock.now());
  }

  EXPECT_EQ(last.finished, clock.now() + Duration::seconds(1));
}

}  // namespace
}  // namespace headroom::target
