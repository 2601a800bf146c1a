// The Merkle tree over a log (RFC 6962 2.1): its growing edge, its root, proofs that an entry is in it and that a later
// tree holds an earlier one. Keeps no entries: whoever has them gives the hashes of complete subtrees.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "audit/hash.h"
#include "engine/base/result.h"

namespace hejie::audit {

/// Hash of the complete subtree of 2^level leaves that begins at leaf index * 2^level. @errors of whoever has them
using NodeAt = std::function<Result<Hash>(int level, std::int64_t index)>;

/// The right edge of a tree: enough to append and to tell the root. A copy costs at most 63 hashes.
class Edge {
 public:
  explicit Edge(HashKind kind) : kind_(kind) {}

  /// Called for every subtree that became complete, the leaf itself (level 0) included.
  using Completed = std::function<void(int level, std::int64_t index, const Hash& hash)>;

  void append(const Hash& leaf_hash, const Completed& completed = nullptr);
  [[nodiscard]] std::int64_t size() const { return size_; }
  [[nodiscard]] Hash root() const;

  /// The edge of the first `size` leaves.
  static Result<Edge> of(HashKind kind, std::int64_t size, const NodeAt& node_at);

 private:
  HashKind kind_;
  std::int64_t size_ = 0;
  std::vector<Hash> complete_;  ///< one for each bit set in size_, the largest first
};

/// @pre 0 <= index < size. @errors of node_at
[[nodiscard]] Result<std::vector<Hash>> inclusion_proof(HashKind kind, std::int64_t index, std::int64_t size,
                                                        const NodeAt& node_at);
/// @pre 0 < first <= second. @errors of node_at
[[nodiscard]] Result<std::vector<Hash>> consistency_proof(HashKind kind, std::int64_t first, std::int64_t second,
                                                          const NodeAt& node_at);

/// RFC 9162 2.1.3.2. Any input is safe.
[[nodiscard]] bool verify_inclusion(HashKind kind, const Hash& leaf_hash, std::int64_t index, std::int64_t size,
                                    std::span<const Hash> proof, const Hash& root);
/// RFC 9162 2.1.4.2. Any input is safe.
[[nodiscard]] bool verify_consistency(HashKind kind, std::int64_t first, std::int64_t second, const Hash& first_root,
                                      const Hash& second_root, std::span<const Hash> proof);

}  // namespace hejie::audit
