// RFC 6962 2.1 with the answers its reference implementation publishes, and the RFC's own definitions as the model.
#include <gmock/gmock.h>

#include <bit>
#include <random>

#include "audit/tree.h"

namespace hejie::audit {
namespace {

constexpr HashKind kSha = HashKind::sha256;

using testing::SizeIs;

std::string bytes(const std::string& hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return out;
}

std::vector<std::string> reference_entries() {
  std::vector<std::string> out;
  for (const char* hex :
       {"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"})
    out.push_back(bytes(hex));
  return out;
}

/// MTH of RFC 6962 2.1, as it is written there.
Hash model_root(const std::vector<std::string>& entries, std::size_t from, std::size_t count) {
  if (count == 0) return empty_root(kSha);
  if (count == 1) return leaf(kSha, entries[from]);
  const std::size_t left = std::bit_floor(count - 1);
  return node(kSha, model_root(entries, from, left), model_root(entries, from + left, count - left));
}

NodeAt nodes(const std::vector<std::string>& entries) {
  return [&entries](int level, std::int64_t index) -> Result<Hash> {
    const std::size_t count = std::size_t{1} << level;
    return model_root(entries, static_cast<std::size_t>(index) * count, count);
  };
}

TEST(Tree, KnownRoots_086) {
  const char* roots[] = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                         "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                         "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                         "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                         "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                         "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                         "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  const auto entries = reference_entries();
  Edge edge(kSha);
  EXPECT_EQ(to_hex(edge.root()), roots[0]);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    edge.append(leaf(kSha, entries[i]));
    EXPECT_EQ(to_hex(edge.root()), roots[i + 1]) << i + 1 << " entries";
  }
}

TEST(Tree, KnownProof_086) {
  const auto entries = reference_entries();
  const auto proof = inclusion_proof(kSha, 0, 8, nodes(entries)).value();
  ASSERT_THAT(proof, SizeIs(3));
  EXPECT_EQ(to_hex(proof[0]), "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7");
  EXPECT_EQ(to_hex(proof[1]), "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e");
  EXPECT_EQ(to_hex(proof[2]), "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
}

TEST(Tree, EdgeIsTheRootOfEverySize) {
  std::vector<std::string> entries;
  Edge edge(kSha);
  for (int i = 0; i < 200; ++i) {
    entries.push_back("entry " + std::to_string(i));
    edge.append(leaf(kSha, entries.back()));
    ASSERT_EQ(edge.root(), model_root(entries, 0, entries.size()));
    const auto again = Edge::of(kSha, edge.size(), nodes(entries)).value();
    ASSERT_EQ(again.root(), edge.root());
  }
}

TEST(Tree, EveryProofHoldsAndNoOther_086) {
  std::vector<std::string> entries;
  for (int i = 0; i < 70; ++i) entries.push_back(std::to_string(i));
  const auto at = nodes(entries);
  std::mt19937 draw(6962);
  for (std::int64_t size = 1; size <= 70; ++size) {
    const Hash root = model_root(entries, 0, static_cast<std::size_t>(size));
    for (std::int64_t i = 0; i < size; ++i) {
      auto proof = inclusion_proof(kSha, i, size, at).value();
      ASSERT_LE(proof.size(), 7U);
      const Hash own = leaf(kSha, entries[static_cast<std::size_t>(i)]);
      ASSERT_TRUE(verify_inclusion(kSha, own, i, size, proof, root));
      ASSERT_FALSE(verify_inclusion(kSha, leaf(kSha, "no such entry"), i, size, proof, root));
      ASSERT_FALSE(verify_inclusion(kSha, own, i + 1, size, proof, root));
      if (proof.empty()) continue;
      proof[draw() % proof.size()][draw() % 32] ^= static_cast<std::uint8_t>(1U << draw() % 8);
      ASSERT_FALSE(verify_inclusion(kSha, own, i, size, proof, root));
      proof.pop_back();
      ASSERT_FALSE(verify_inclusion(kSha, own, i, size, proof, root));
    }
  }
}

TEST(Tree, EveryLaterTreeHoldsTheEarlierOne_086) {
  std::vector<std::string> entries;
  for (int i = 0; i < 70; ++i) entries.push_back(std::to_string(i));
  const auto at = nodes(entries);
  std::mt19937 draw(9162);
  for (std::int64_t second = 1; second <= 70; ++second) {
    const Hash newer = model_root(entries, 0, static_cast<std::size_t>(second));
    for (std::int64_t first = 1; first <= second; ++first) {
      const Hash older = model_root(entries, 0, static_cast<std::size_t>(first));
      auto proof = consistency_proof(kSha, first, second, at).value();
      ASSERT_TRUE(verify_consistency(kSha, first, second, older, newer, proof)) << first << " of " << second;
      ASSERT_FALSE(verify_consistency(kSha, first, second, leaf(kSha, "x"), newer, proof));
      ASSERT_FALSE(verify_consistency(kSha, first, second, older, leaf(kSha, "x"), proof));
      if (proof.empty()) continue;
      proof[draw() % proof.size()][draw() % 32] ^= static_cast<std::uint8_t>(1U << draw() % 8);
      ASSERT_FALSE(verify_consistency(kSha, first, second, older, newer, proof));
    }
  }
}

TEST(Tree, AMillionEntriesNeedTwentyHashes_086) {
  const NodeAt any = [](int level, std::int64_t index) -> Result<Hash> {
    return leaf(kSha, std::to_string(level * 7 + index));
  };
  EXPECT_LE(inclusion_proof(kSha, 471'100, 1'000'000, any).value().size(), 20U);
  EXPECT_LE(consistency_proof(kSha, 471'100, 1'000'000, any).value().size(), 21U);
}

}  // namespace
}  // namespace hejie::audit
