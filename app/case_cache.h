// Folded cases kept between commands, so that a decision need not load and fold. Least recently used goes first.
// A hint only: every user compares the version with the store's. Any thread. Used by case_service.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "engine/machine/machine.h"
#include "storage/snapshot.h"

namespace hejie::app {

/// A case as the service works with it; immutable once made.
struct OpenedCase {
  engine::CaseFile file;
  engine::ProcedurePtr procedure;
  std::string number;
  std::string calendar_version;  ///< the fold was made with it
};
using OpenedCasePtr = std::shared_ptr<const OpenedCase>;

class CaseCache {
 public:
  explicit CaseCache(std::size_t capacity) : capacity_(capacity) {}

  /// Null unless exactly this version, folded with this calendar, is here.
  [[nodiscard]] OpenedCasePtr find(const CaseId& id, Version version, const std::string& calendar_version);
  void put(const OpenedCasePtr& opened);
  void drop(const CaseId& id);
  /// Of any version.
  [[nodiscard]] bool has(const CaseId& id) const;
  [[nodiscard]] std::size_t size() const;

 private:
  using Order = std::list<OpenedCasePtr>;
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  Order order_;  ///< newest first
  std::unordered_map<CaseId, Order::iterator> index_;
};

}  // namespace hejie::app
