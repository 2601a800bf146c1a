// A log and a proof as plain text, one line an entry, so that anybody can check them with a few lines of any language:
//   hejie-log-1 LOG            hejie-proof-1 inclusion LOG       hejie-proof-1 consistency LOG
//   SEQ LINK ENTRY ...         entry SEQ ENTRY                   head-line of the earlier one
//   end COUNT                  node HASH ...                     node HASH ...
//                              head-line                         head-line of the later one
// The first word names the hash: that of a log by SM3 ends in -sm3 (hejie-log-1-sm3). Entries are canonical JSON
// without line feeds; nothing here reads them. Called by `hejie audit`.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <utility>

#include "audit/verifier.h"

namespace hejie::audit {

[[nodiscard]] std::string log_begin(HashKind hash, const std::string& log);
[[nodiscard]] std::string log_line(std::int64_t seq, const Hash& chain, std::string_view entry);
[[nodiscard]] std::string log_end(std::int64_t count);

struct TextReport {
  std::string log;
  HashKind hash = HashKind::sha256;  ///< that it names
  LogReport report;
};
/// @errors malformed: not such a text; its line is named. A text without its end has the finding cut_short.
[[nodiscard]] Result<TextReport> verify_text(std::istream& in, const Heads& heads);

struct InclusionProof {
  std::string log;
  HashKind hash = HashKind::sha256;
  std::string entry;
  std::int64_t seq = 0;
  std::vector<Hash> nodes;
  std::string head_line;
};
[[nodiscard]] std::string proof_text(const InclusionProof& proof);
/// @returns the head the entry is in. @errors malformed; invalid: the signature or the proof does not hold
[[nodiscard]] Result<Head> verify_proof(std::string_view text, const crypto::Key& key);

/// That a later log holds an earlier one whole and unchanged (RFC 9162 2.1.4).
struct ConsistencyProof {
  std::string log;
  HashKind hash = HashKind::sha256;
  std::string earlier_line;
  std::vector<Hash> nodes;
  std::string later_line;
};
[[nodiscard]] std::string proof_text(const ConsistencyProof& proof);
[[nodiscard]] bool is_consistency(std::string_view text);
/// @returns the earlier and the later head. @errors as verify_proof
[[nodiscard]] Result<std::pair<Head, Head>> verify_consistency_text(std::string_view text, const crypto::Key& key);

}  // namespace hejie::audit
