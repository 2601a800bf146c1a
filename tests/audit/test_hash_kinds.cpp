// Two hashes for one kind of log: texts name theirs, and neither passes for the other.
#include <gmock/gmock.h>

#include <sstream>

#include "audit/text.h"
#include "crypto/sm3.h"

namespace hejie::audit {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::StartsWith;

constexpr std::int64_t kEntries = 30;

auto Names(const std::string& path, const std::string& code) {
  return Contains(AllOf(Field(&Finding::path, path), Field(&Finding::code, code)));
}

HashKind other_than(HashKind kind) {
  return kind == HashKind::sm3 ? HashKind::sha256 : HashKind::sm3;
}

std::string entry(std::int64_t seq) {
  return R"({"n":)" + std::to_string(seq) + "}";
}

class HashKinds : public testing::TestWithParam<HashKind> {
 protected:
  /// A log whose entries after `until` are linked by the other hash.
  static std::string log_of(HashKind named, HashKind by, std::int64_t until = kEntries) {
    std::string out = log_begin(named, "events");
    Hash chain{};
    for (std::int64_t seq = 1; seq <= kEntries; ++seq) {
      chain = link(seq <= until ? by : other_than(by), chain, seq, entry(seq));
      out += log_line(seq, chain, entry(seq));
    }
    return out + log_end(kEntries);
  }
  std::string head_text() {
    Edge edge(GetParam());
    Hash chain{};
    for (std::int64_t seq = 1; seq <= kEntries; ++seq) {
      chain = link(GetParam(), chain, seq, entry(seq));
      edge.append(leaf(GetParam(), entry(seq)));
    }
    return head_line({"events", GetParam(), kEntries, edge.root(), chain, Instant{5}, true, {}}, key_) + "\n";
  }
  static TextReport verify(const std::string& text, const Heads& heads = {}) {
    std::istringstream in(text);
    return verify_text(in, heads).value();
  }

  crypto::Key key_ =
      crypto::Key::generate(GetParam() == HashKind::sm3 ? crypto::SignatureKind::sm2 : crypto::SignatureKind::ed25519);
};

TEST_P(HashKinds, TextsNameTheirHash_070) {
  const bool sm3 = GetParam() == HashKind::sm3;
  EXPECT_THAT(log_of(GetParam(), GetParam()), StartsWith(sm3 ? "hejie-log-1-sm3 events\n" : "hejie-log-1 events\n"));
  EXPECT_THAT(head_text(), StartsWith(sm3 ? "hejie-head-1-sm3 begin " : "hejie-head-1 begin "));
  EXPECT_THAT(proof_text(InclusionProof{"events", GetParam(), "{}", 1, {}, "x"}),
              StartsWith(sm3 ? "hejie-proof-1-sm3 inclusion events\n" : "hejie-proof-1 inclusion events\n"));
  const auto report = verify(log_of(GetParam(), GetParam()), read_heads(head_text(), key_));
  EXPECT_EQ(report.log, "events");
  EXPECT_EQ(report.hash, GetParam());
  EXPECT_THAT(report.report.findings, IsEmpty());
  EXPECT_EQ(report.report.signed_size, kEntries);
}

TEST_P(HashKinds, ALogThatNamesTheOtherHashIsFoundWithAndWithoutHeads_070_084) {
  const std::string renamed = log_of(other_than(GetParam()), GetParam());
  EXPECT_THAT(verify(renamed).report.findings, ElementsAre(Field(&Finding::path, "/events/1-30")));
  EXPECT_THAT(verify(renamed).report.findings, Names("/events/1-30", "other_hash"));
  EXPECT_THAT(verify(renamed, read_heads(head_text(), key_)).report.findings, Names("/events", "other_hash"));
}

TEST_P(HashKinds, ALogMadeAgainByTheOtherHashIsSeenByItsHeads_070_085) {
  const std::string again = log_of(other_than(GetParam()), other_than(GetParam()));
  EXPECT_THAT(verify(again).report.findings, IsEmpty()) << "a bare chain does not see it";
  const auto report = verify(again, read_heads(head_text(), key_)).report;
  EXPECT_THAT(report.findings, Names("/events", "other_hash"));
  EXPECT_EQ(report.signed_size, 0);
}

TEST_P(HashKinds, ALogOfBothIsNamedWhereItChanges_070_084) {
  const auto report = verify(log_of(GetParam(), GetParam(), 20), read_heads(head_text(), key_)).report;
  EXPECT_THAT(report.findings, Names("/events/21-30", "other_hash"));
  EXPECT_THAT(report.findings, Names("/events/1-30", "head_differs"));
}

TEST_P(HashKinds, OneEntryByTheOtherHashIsNamed_070_084) {
  std::string text = log_of(GetParam(), GetParam());
  Hash before{};
  for (std::int64_t seq = 1; seq < 12; ++seq) before = link(GetParam(), before, seq, entry(seq));
  const std::string was = log_line(12, link(GetParam(), before, 12, entry(12)), entry(12));
  text.replace(text.find(was), was.size(),
               log_line(12, link(other_than(GetParam()), before, 12, entry(12)), entry(12)));
  EXPECT_THAT(verify(text).report.findings, Names("/events/12", "other_hash"));
}

TEST_P(HashKinds, AHeadUnderAnotherNameOrKeyIsNone_070) {
  const std::string line = head_text();
  ASSERT_TRUE(read_head(line.substr(0, line.size() - 1), key_));
  std::string renamed = line;
  const bool sm3 = GetParam() == HashKind::sm3;
  renamed.replace(0, sm3 ? 16 : 12, sm3 ? "hejie-head-1" : "hejie-head-1-sm3");
  EXPECT_THAT(read_heads(renamed, key_).findings, Names("/heads/1", "head_invalid"));
  const auto of_the_other = crypto::Key::generate(sm3 ? crypto::SignatureKind::ed25519 : crypto::SignatureKind::sm2);
  EXPECT_FALSE(fits(GetParam(), of_the_other));
  // Signed in earnest, but by a key of the wrong kind.
  Head head = read_head(line.substr(0, line.size() - 1), key_).value();
  EXPECT_FALSE(read_head(head_line(head, of_the_other), of_the_other));
}

TEST_P(HashKinds, AProofUnderAnotherNameDoesNotHold_070_086) {
  Edge edge(GetParam());
  Hash chain = link(GetParam(), Hash{}, 1, entry(1));
  edge.append(leaf(GetParam(), entry(1)));
  const std::string head = head_line({"events", GetParam(), 1, edge.root(), chain, Instant{5}, true, {}}, key_);
  InclusionProof proof{"events", GetParam(), entry(1), 1, {}, head};
  ASSERT_TRUE(verify_proof(proof_text(proof), key_));
  proof.hash = other_than(GetParam());
  EXPECT_EQ(verify_proof(proof_text(proof), key_).error().code, ErrorCode::invalid);
  ConsistencyProof growth{"events", GetParam(), head, {}, head};
  ASSERT_TRUE(verify_consistency_text(proof_text(growth), key_));
  growth.hash = other_than(GetParam());
  EXPECT_EQ(verify_consistency_text(proof_text(growth), key_).error().code, ErrorCode::invalid);
}

INSTANTIATE_TEST_SUITE_P(Both, HashKinds, testing::Values(HashKind::sha256, HashKind::sm3),
                         [](const auto& one) { return std::string(name_of(one.param)); });

TEST(HashKind, TheTreeBySm3IsTheOneOfRfc6962_070) {
  // The definitions of 2.1 written out over SM3.
  const auto h = [](std::initializer_list<std::string_view> parts) { return crypto::sm3(parts); };
  const Hash a = h({std::string_view("\0", 1), "a"}), b = h({std::string_view("\0", 1), "b"});
  Edge edge(HashKind::sm3);
  EXPECT_EQ(to_hex(edge.root()), "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b")
      << "SM3 of nothing";
  edge.append(leaf(HashKind::sm3, "a"));
  EXPECT_EQ(edge.root(), a);
  edge.append(leaf(HashKind::sm3, "b"));
  EXPECT_EQ(edge.root(), h({std::string_view("\1", 1), bytes_of(a), bytes_of(b)}));
}

}  // namespace
}  // namespace hejie::audit
