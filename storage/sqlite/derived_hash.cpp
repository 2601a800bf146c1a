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
  [[nodiscard]] std::uint64_t value() const { return hash_; }

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
template <typename Row, typename Add>
std::uint64_t hash_rows(char table, const std::vector<Row>& rows, Add add) {
  std::uint64_t sum = 0;
  for (const auto& row : rows) {
    Hasher h;
    h.add(table);
    add(h, row);
    sum += h.value() >> 1U;
  }
  return sum;
}

}  // namespace

DerivedHash hash_derived(const CaseRows& rows) {
  return {hash_rows('k', rows.clocks,
                    [](Hasher& h, const ClockRow& x) {
                      h.add(x.rule, x.key, x.ordinal, x.kind, x.owner, x.status, x.base, x.nominal, x.due, x.ended_on,
                            x.next_on, x.due_at, x.provisional, x.halted);
                    }),
          hash_rows('p', rows.parties,
                    [](Hasher& h, const PartyRow& x) { h.add(x.key, x.role, x.kind, x.person, x.representative); }),
          hash_rows('d', rows.documents,
                    [](Hasher& h, const DocumentRow& x) { h.add(x.id, x.document, x.copy, x.on, x.act, x.to); }),
          hash_rows('s', rows.services,
                    [](Hasher& h, const ServiceRow& x) {
                      h.add(x.document, x.copy, x.to, x.mode, x.made_on, x.deemed_on, x.complete, x.act);
                    }),
          hash_rows('l', rows.links,
                    [](Hasher& h, const LinkRow& x) {
                      h.add(x.kind, x.other, x.procedure, x.direction, x.since, x.milestones);
                    }),
          hash_rows('q', rows.proposals,
                    [](Hasher& h, const ProposalRow& x) { h.add(x.version, x.event, x.by, x.approver_roles, x.on); }),
          hash_rows('h', rows.hearings, [](Hasher& h, const HearingRow& x) { h.add(x.at, x.kind, x.place); })};
}

std::int64_t as_stored(const DerivedHash& hash) {
  std::uint64_t sum = 0xcbf29ce484222325ULL;
  for (const std::uint64_t table : hash) sum += table;
  return static_cast<std::int64_t>(sum >> 1U);
}

}  // namespace hejie::storage::sqlite
