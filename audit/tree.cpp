#include "audit/tree.h"

#include <bit>

namespace hejie::audit {
namespace {

std::uint64_t bits(std::int64_t number) {
  return static_cast<std::uint64_t>(number);
}

/// The largest power of two smaller than `count`, which is at least 2.
std::int64_t split(std::int64_t count) {
  return static_cast<std::int64_t>(std::bit_floor(bits(count) - 1));
}

/// Hash of the leaves [from, from + count).
Result<Hash> range(HashKind kind, std::int64_t from, std::int64_t count, const NodeAt& node_at) {
  if (std::has_single_bit(bits(count))) {
    const int level = std::countr_zero(bits(count));
    return node_at(level, from >> level);
  }
  const std::int64_t left = split(count);
  TRY(const Hash first, range(kind, from, left, node_at));
  TRY(const Hash second, range(kind, from + left, count - left, node_at));
  return node(kind, first, second);
}

/// PATH(m, D[n]) of RFC 6962 2.1.1.
Status path(HashKind kind, std::int64_t index, std::int64_t from, std::int64_t count, const NodeAt& node_at,
            std::vector<Hash>& out) {
  if (count == 1) return {};
  const std::int64_t left = split(count);
  const bool in_left = index < left;
  if (in_left) {
    TRY_VOID(path(kind, index, from, left, node_at, out));
  } else {
    TRY_VOID(path(kind, index - left, from + left, count - left, node_at, out));
  }
  TRY(const Hash other, in_left ? range(kind, from + left, count - left, node_at) : range(kind, from, left, node_at));
  out.push_back(other);
  return {};
}

/// SUBPROOF(m, D[n], b) of RFC 6962 2.1.2.
Status subproof(HashKind kind, std::int64_t first, std::int64_t from, std::int64_t count, bool whole,
                const NodeAt& node_at, std::vector<Hash>& out) {
  if (first == count) {
    if (whole) return {};
    TRY(const Hash all, range(kind, from, count, node_at));
    out.push_back(all);
    return {};
  }
  const std::int64_t left = split(count);
  const bool in_left = first <= left;
  if (in_left) {
    TRY_VOID(subproof(kind, first, from, left, whole, node_at, out));
  } else {
    TRY_VOID(subproof(kind, first - left, from + left, count - left, false, node_at, out));
  }
  TRY(const Hash other, in_left ? range(kind, from + left, count - left, node_at) : range(kind, from, left, node_at));
  out.push_back(other);
  return {};
}

}  // namespace

void Edge::append(const Hash& leaf_hash, const Completed& completed) {
  Hash hash = leaf_hash;
  int level = 0;
  if (completed) completed(level, size_, hash);
  for (std::int64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
    hash = node(kind_, complete_.back(), hash);
    complete_.pop_back();
    ++level;
    if (completed) completed(level, size_ >> level, hash);
  }
  complete_.push_back(hash);
  ++size_;
}

Hash Edge::root() const {
  if (complete_.empty()) return empty_root(kind_);
  Hash out = complete_.back();
  for (std::size_t i = complete_.size() - 1; i > 0; --i) out = node(kind_, complete_[i - 1], out);
  return out;
}

Result<Edge> Edge::of(HashKind kind, std::int64_t size, const NodeAt& node_at) {
  Edge out(kind);
  std::int64_t from = 0;
  for (int level = 62; level >= 0; --level) {
    if ((size >> level & 1) == 0) continue;
    TRY(const Hash hash, node_at(level, from >> level));
    out.complete_.push_back(hash);
    from += std::int64_t{1} << level;
  }
  out.size_ = size;
  return out;
}

Result<std::vector<Hash>> inclusion_proof(HashKind kind, std::int64_t index, std::int64_t size, const NodeAt& node_at) {
  std::vector<Hash> out;
  TRY_VOID(path(kind, index, 0, size, node_at, out));
  return out;
}

Result<std::vector<Hash>> consistency_proof(HashKind kind, std::int64_t first, std::int64_t second,
                                            const NodeAt& node_at) {
  std::vector<Hash> out;
  TRY_VOID(subproof(kind, first, 0, second, true, node_at, out));
  return out;
}

bool verify_inclusion(HashKind kind, const Hash& leaf_hash, std::int64_t index, std::int64_t size,
                      std::span<const Hash> proof, const Hash& root) {
  if (index < 0 || index >= size) return false;
  std::int64_t at = index;
  std::int64_t last = size - 1;
  Hash hash = leaf_hash;
  for (const Hash& other : proof) {
    if (last == 0) return false;
    if ((at & 1) != 0 || at == last) {
      hash = node(kind, other, hash);
      while ((at & 1) == 0 && at != 0) {
        at >>= 1;
        last >>= 1;
      }
    } else {
      hash = node(kind, hash, other);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

bool verify_consistency(HashKind kind, std::int64_t first, std::int64_t second, const Hash& first_root,
                        const Hash& second_root, std::span<const Hash> proof) {
  if (first <= 0 || first > second) return false;
  if (first == second) return proof.empty() && first_root == second_root;
  std::vector<Hash> way;
  if (std::has_single_bit(bits(first))) way.push_back(first_root);
  way.insert(way.end(), proof.begin(), proof.end());
  if (way.empty()) return false;
  std::int64_t at = first - 1;
  std::int64_t last = second - 1;
  while ((at & 1) != 0) {
    at >>= 1;
    last >>= 1;
  }
  Hash old_hash = way.front();
  Hash new_hash = way.front();
  for (std::size_t i = 1; i < way.size(); ++i) {
    if (last == 0) return false;
    if ((at & 1) != 0 || at == last) {
      old_hash = node(kind, way[i], old_hash);
      new_hash = node(kind, way[i], new_hash);
      while ((at & 1) == 0 && at != 0) {
        at >>= 1;
        last >>= 1;
      }
    } else {
      new_hash = node(kind, new_hash, way[i]);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && old_hash == first_root && new_hash == second_root;
}

}  // namespace hejie::audit
