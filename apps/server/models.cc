// SPDX-License-Identifier: Apache-2.0
#include "apps/server/models.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ranges>

#include "fastdeploy/core/current_error.h"
#include "fastdeploy/core/error.h"
#include "fastdeploy/core/internal/resident_bytes.h"

namespace fastdeploy::server {
namespace {

constexpr int kNotFound = 404;
constexpr int kUnavailable = 503;

/// The outputs of a model, as an image without content gives them; none if it takes no such image.
/// It runs in a clone, which is dropped: a tracker does not see the image.
std::vector<TensorInfo> OutputsOf(const vision::AnyModel& model) {
  constexpr int kSide = 96;
  constexpr int kGrey = 128;
  const cv::Mat image(kSide, kSide, CV_8UC3, cv::Scalar::all(kGrey));
  try {
    return OutputInfos(model.Clone()->Predict(image));
  } catch (const std::exception&) {
    return OutputInfos({});
  }
}

}  // namespace

const char* Str(ModelState state) {
  switch (state) {
    case ModelState::kLoading:
      return "loading";
    case ModelState::kReady:
      return "ready";
    case ModelState::kFailed:
      return "failed";
    default:
      return "unloaded";
  }
}

Models::Models(std::vector<ModelSource> sources, int workers, int queue, Metrics* metrics, Say say)
    : workers_(workers), queue_(queue), metrics_(metrics), say_(std::move(say)) {
  for (ModelSource& source : sources) {
    auto entry = std::make_unique<Entry>();
    entry->info.name = source.name;
    entry->source = std::move(source);
    entries_.push_back(std::move(entry));
  }
  for (const auto& entry : entries_) {
    tasks_.emplace_back([this, entry = entry.get()] { LoadNow(entry); });
  }
  tasks_.emplace_back([this] { loaded_ = true; });
  loader_ = std::jthread([this] { WorkThrough(); });
}

Models::~Models() { Close(); }

void Models::Close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    tasks_.clear();
  }
  changed_.notify_all();
  if (loader_.joinable()) loader_.join();
  for (const auto& entry : entries_) UnloadNow(entry.get());
}

void Models::WorkThrough() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return closed_ || !tasks_.empty(); });
    if (closed_) return;
    const auto task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
    lock.lock();
    changed_.notify_all();
  }
}

void Models::Post(std::function<void()> task) {
  constexpr size_t kMostTasks = 64;
  {
    const std::lock_guard lock(mutex_);
    if (tasks_.size() >= kMostTasks) {
      throw HttpError(kUnavailable, "too many models are waiting to be loaded",
                      {{"Retry-After", "10"}});
    }
    tasks_.push_back(std::move(task));
  }
  changed_.notify_all();
}

size_t Models::WaitUntilLoaded() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return closed_ || loaded_; });
  lock.unlock();
  const std::vector<ModelInfo> infos = List();
  return size_t(std::ranges::count(infos, ModelState::kReady, &ModelInfo::state));
}

std::vector<ModelInfo> Models::List() const {
  std::vector<ModelInfo> infos;
  for (const auto& entry : entries_) {
    const std::shared_lock lock(entry->mutex);
    infos.push_back(entry->info);
  }
  return infos;
}

Models::Entry& Models::Find(const std::string& name) const {
  for (const auto& entry : entries_) {
    if (entry->source.name == name) return *entry;
  }
  throw HttpError(kNotFound, fmt::format("there is no model '{}'", name));
}

ModelInfo Models::Info(const std::string& name) const {
  const Entry& entry = Find(name);
  const std::shared_lock lock(entry.mutex);
  return entry.info;
}

std::string Models::OfFamily(const std::string& family) const {
  std::string first;
  for (const ModelInfo& info : List()) {
    if (info.family != family) continue;
    if (info.state == ModelState::kReady) return info.name;
    if (first.empty()) first = info.name;
  }
  if (!first.empty()) return first;
  throw HttpError(kNotFound, fmt::format("there is no model of the family '{}'", family));
}

bool Models::Ready() const {
  if (!loaded_) return false;
  bool any = false;
  for (const ModelInfo& info : List()) {
    if (info.state == ModelState::kLoading) return false;
    any = any || info.state == ModelState::kReady;
  }
  return any;
}

HttpError Models::Full(const Entry& entry) const {
  constexpr double kLongest = 60;
  const int workers = entry.pool->Workers();
  const double wait = entry.seconds * entry.waiting / workers;
  metrics_->Add("fastdeploy_refused_total", {{"model", entry.info.name}, {"reason", "queue"}});
  return {kUnavailable,
          fmt::format("model '{}' is busy: {} requests wait already", entry.info.name, queue_),
          {{"Retry-After", fmt::format("{:.0f}", std::clamp(std::ceil(wait), 1.0, kLongest))}}};
}

void Models::Run(const std::string& name, const ExchangePtr& exchange, Work work) {
  Entry& entry = Find(name);
  exchange->model = name;
  // While the lock is held, the pool cannot go; afterwards it finishes what it has accepted.
  const std::shared_lock lock(entry.mutex);
  if (!entry.pool) {
    throw HttpError(kUnavailable,
                    fmt::format("model '{}' is not ready: {}", name, Str(entry.info.state)),
                    {{"Retry-After", "2"}});
  }
  auto job = JobOf(&entry, exchange, std::move(work));
  ++entry.waiting;
  if (entry.pool->TryPost(job)) return;
  --entry.waiting;
  throw Full(entry);
}

Pool<vision::AnyModel>::Job Models::JobOf(Entry* entry, ExchangePtr exchange, Work work) {
  return [this, entry, exchange = std::move(exchange), work = std::move(work),
          accepted = Clock::now()](vision::AnyModel& model) {
    const double queued = SecondsSince(accepted);
    --entry->waiting;
    const Labels labels = {{"model", entry->source.name}};
    if (exchange->Answered() || dropping_)
      return metrics_->Add("fastdeploy_abandoned_total", labels);
    ++entry->running;
    const auto start = Clock::now();
    Response response;
    try {
      response = work(model, *exchange);
    } catch (...) {
      response = CurrentErrorResponse();
    }
    --entry->running;
    const double seconds = SecondsSince(start);
    constexpr double kShare = 0.1;  // of the newest in the average
    const double before = entry->seconds;
    entry->seconds = before == 0 ? seconds : before + kShare * (seconds - before);
    response.timings.queue = queued;
    const Timings& took = response.timings;
    const auto observe = [&](const char* stage, double value) {
      metrics_->Observe("fastdeploy_stage_seconds", {labels[0], {"stage", stage}}, value);
    };
    observe("queue", queued);
    if (took.images > 0) {
      observe("decode", took.decode);
      observe("predict", took.predict);
      observe("encode", took.encode);
      metrics_->Add("fastdeploy_images_total", labels, double(took.images));
    }
    exchange->Answer(std::move(response));
  };
}

void Models::Load(const std::string& name, Done done) {
  Entry& entry = Find(name);
  Post([this, &entry, done = std::move(done)] { done(LoadNow(&entry)); });
}

void Models::Unload(const std::string& name, Done done) {
  Entry& entry = Find(name);
  Post([this, &entry, done = std::move(done)] {
    UnloadNow(&entry);
    say_(fmt::format("model '{}': unloaded", entry.source.name));
    done("");
  });
}

std::string Models::LoadNow(Entry* entry) {
  const auto start = Clock::now();
  const double memory = ResidentBytes();
  const std::string& name = entry->source.name;
  std::unique_ptr<Pool<vision::AnyModel>> pool;
  ModelInfo info = {.name = name};
  try {
    info.family = entry->source.family();
    {
      const std::unique_lock lock(entry->mutex);
      entry->info.family = info.family;
    }
    const vision::AnyModel model = entry->source.load();
    info.outputs = OutputsOf(model);
    const int workers = model.RemembersImages() ? 1 : workers_;  // a sequence has one order
    pool = std::make_unique<Pool<vision::AnyModel>>(model, workers, queue_);
  } catch (const std::exception&) {
    std::string reason = CurrentError().what();
    metrics_->Add("fastdeploy_model_loads_total", {{"model", name}, {"outcome", "failed"}});
    say_(fmt::format("model '{}': failed: {}", name, reason));
    const std::unique_lock lock(entry->mutex);
    if (entry->pool) return reason;  // the one before goes on
    entry->info.state = ModelState::kFailed;
    entry->info.reason = WithoutFolders(reason);
    return reason;
  }
  info.state = ModelState::kReady;
  const double seconds = SecondsSince(start);
  metrics_->Add("fastdeploy_model_loads_total", {{"model", name}, {"outcome", "ready"}});
  metrics_->Set("fastdeploy_model_load_seconds", {{"model", name}}, seconds);
  metrics_->Set("fastdeploy_model_memory_bytes", {{"model", name}}, ResidentBytes() - memory);
  say_(fmt::format("model '{}': ready in {:.2f} s ({}, {} clones)", name, seconds, info.family,
                   pool->Workers()));
  {
    const std::unique_lock lock(entry->mutex);
    entry->info = std::move(info);
    entry->pool.swap(pool);
  }
  return "";  // the pool before, if there was one, now finishes its work
}

void Models::UnloadNow(Entry* entry) {
  std::unique_ptr<Pool<vision::AnyModel>> pool;
  const std::unique_lock lock(entry->mutex);
  entry->pool.swap(pool);
  entry->info.state = ModelState::kUnloaded;
  entry->info.reason.clear();
}

void Models::SetMetrics() const {
  for (const auto& entry : entries_) {
    const Labels labels = {{"model", entry->source.name}};
    const std::shared_lock lock(entry->mutex);
    metrics_->Set("fastdeploy_queue_depth", labels, entry->waiting);
    metrics_->Set("fastdeploy_queue_capacity", labels, queue_);
    metrics_->Set("fastdeploy_running", labels, entry->running);
    metrics_->Set("fastdeploy_clones", labels, entry->pool ? entry->pool->Workers() : 0);
    metrics_->Set("fastdeploy_model_ready", labels, entry->pool ? 1 : 0);
  }
}

}  // namespace fastdeploy::server
