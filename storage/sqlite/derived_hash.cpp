#include <string_view>

#include "storage/sqlite/derived.h"

namespace hejie::storage::sqlite {
namespace {

/// FNV-1a, 64 bits (Fowler, Noll, Vo; RFC 9923), fed with lengths so that neighbors cannot run together.
class Hasher {
 public:
  template <typename... Args>
  void add(const Args&... args) {
    (put(args), ...);
  }
  [[nodiscard]] std::int64_t value() const { return static_cast<std::int64_t>(hash_ >> 1U); }

 private:
  void byte(unsigned char b) { hash_ = (hash_ ^ b) * 0x100000001b3ULL; }
  void word(std::uint64_t w) {
    hash_ = (hash_ ^ w) * 0x100000001b3ULL;
    hash_ ^= hash_ >> 29U;
  }
  void put(std::string_view text) {
    word(text.size());
    for (const char c : text) byte(static_cast<unsigned char>(c));
  }
  void put(const std::string& text) { put(std::string_view(text)); }
  template <typename T>
  requires std::is_integral_v<T> || std::is_enum_v<T>
  void put(T value) { word(static_cast<std::uint64_t>(value)); }
  void put(Date day) { put(day.days); }
  void put(Moment moment) { put(to_minutes(moment)); }
  template <typename Tag>
  void put(const StrongId<Tag>& id) {
    put(id.value);
  }
  template <typename T>
  void put(const std::optional<T>& value) {
    put(value.has_value());
    if (value) put(*value);
  }
  void put(const std::vector<std::string>& list) {
    put(list.size());
    for (const auto& text : list) put(text);
  }

  std::uint64_t hash_ = 0xcbf29ce484222325ULL;
};

/// Rows are a set: the file gives them back in the order of its keys, a case in the order they came to be.
class SetHasher {
 public:
  template <typename... Args>
  void add(char table, const Args&... args) {
    Hasher row;
    row.add(table, args...);
    sum_ += row.value();
  }
  [[nodiscard]] std::int64_t value() const { return static_cast<std::int64_t>(sum_ >> 1U); }

 private:
  std::uint64_t sum_ = 0xcbf29ce484222325ULL;
};

}  // namespace

std::int64_t hash_derived(const CaseRows& rows) {
  SetHasher h;
  for (const auto& x : rows.clocks) {
    h.add('k', x.rule, x.key, x.ordinal, x.kind, x.owner, x.status, x.base, x.nominal, x.due, x.ended_on, x.next_on,
          x.due_at, x.provisional, x.halted);
  }
  for (const auto& x : rows.parties) h.add('p', x.key, x.role, x.kind, x.person, x.representative);
  for (const auto& x : rows.documents) h.add('d', x.id, x.document, x.copy, x.on, x.act, x.to);
  for (const auto& x : rows.services) {
    h.add('s', x.document, x.copy, x.to, x.mode, x.made_on, x.deemed_on, x.complete, x.act);
  }
  for (const auto& x : rows.links) h.add('l', x.kind, x.other, x.procedure, x.direction, x.since, x.milestones);
  for (const auto& x : rows.proposals) h.add('q', x.version, x.event, x.by, x.approver_roles, x.on);
  for (const auto& x : rows.hearings) h.add('h', x.at, x.kind, x.place);
  return h.value();
}

}  // namespace hejie::storage::sqlite
