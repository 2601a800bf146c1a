// Is this log the one that was written? Takes the entries in order, as they stand in a store or in an export, follows
// the chain, builds the tree, holds both against signed heads, and names what was changed, removed, moved or added.
// Needs no store. Called by `hejie audit verify`, `hejie check` and the notary.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/head.h"
#include "audit/tree.h"

namespace hejie::audit {

struct LogReport {
  std::int64_t size = 0;
  Hash root{}, chain{};
  std::int64_t signed_size = 0;  ///< entries covered by a head that fits; 0 = none
  int heads = 0;                 ///< heads that fit
  /// path /LOG/SEQ or /LOG/FROM-TO; codes: changed, link_changed, no_link, missing, out_of_order, moved, renumbered,
  /// head_differs, cut_off, other_hash
  std::vector<Finding> findings;
  bool cut = false;  ///< there were more
};

class LogVerifier {
 public:
  /// @param heads of this log since it last began, in order
  LogVerifier(std::string log, HashKind hash, std::vector<Head> heads);
  /// The next entry, with the link stored beside it.
  void take(std::int64_t seq, const std::optional<Hash>& chain, std::string_view entry);
  LogReport finish();

 private:
  /// An entry that does not follow from the one before.
  struct Suspect {
    std::int64_t seq = 0;
    Hash before{}, chain{};  ///< as stored
    std::string entry;
    bool explained = false;
  };
  void find(std::int64_t from, std::int64_t to, const char* code, Text message);
  void follow(std::int64_t seq, const Hash& chain, std::string_view entry);
  void hold_against_heads(const Hash& chain);
  void leave_out_heads_of_another_hash();
  void tell_other_hash();
  void explain_moves();
  void explain_shifts();

  std::string log_;
  HashKind hash_, other_;
  std::vector<Head> heads_;
  std::size_t next_head_ = 0;
  bool differs_ = false;  ///< told once: every later head differs too
  Edge edge_;
  std::int64_t other_from_ = 0, other_to_ = 0;  ///< entries in a row that follow by the other hash; 0 = none
  std::int64_t last_seq_ = 0;
  Hash last_chain_{};             ///< as stored
  std::optional<Hash> computed_;  ///< of the last entry, when it is not what was stored
  std::vector<Suspect> suspects_;
  LogReport report_;
};

}  // namespace hejie::audit
