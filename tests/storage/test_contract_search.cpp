// What a search line finds, over every backend; the many as well as the few.
#include <gmock/gmock.h>

#include "storage/search_text.h"
#include "tests/storage/store_contract.h"

namespace hejie::storage {
namespace {

using samples::day;
using samples::open_case;
using testing::ElementsAre;
using testing::IsEmpty;

class StoreSearch : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    put(person("p_1", "worker", "欧阳示例", "510100199001010007", "", "138-0000 0001"));
    put(person("p_2", "employer", "示例（渝）建筑劳务有限公司", "", "91510100TEST00001X", "023-61000000"));
    put(person("p_3", "worker", "Zhao·Ｌei", "510100199202020008", "", "13800000002"));
    put(person("p_4", "worker", "示甲例乙", "", "", ""));
    open("c_1", {"p_1", "p_2"}, "劳监案", 2026);
    open("c_2", {"p_3", "p_2"}, "劳人仲案", 2026);
    open("c_3", {"p_4"}, "劳监案", 2025);
  }
  static PutPerson person(const char* id, const char* kind, const char* name, const char* number, const char* code,
                          const char* phone) {
    return PutPerson{{PersonId(id), kind, name, number, code, phone, "", "{}"}};
  }
  void open(const std::string& id, const std::vector<std::string>& persons, const std::string& series, int year) {
    Commit commit = open_case(id);
    auto& rows = *commit.cases[0].rows;
    rows.parties.clear();
    for (const auto& one : persons) {
      rows.parties.push_back({"k" + one, "applicant", "worker", PersonId(one), false});
    }
    commit.cases[0].number = NumberRequest{series, "渝示", year, "{unit}" + series + "〔{year}〕{n}号", 0};
    must(std::move(commit));
  }
  std::vector<std::string> found(const std::string& q) {
    CaseFilter filter;
    filter.q = q;
    const auto page = look()->list_cases(filter);
    std::vector<std::string> out;
    if (!page) return {page.error().message.en};
    for (const auto& item : page->items) out.push_back(item.id.value);
    return out;
  }
};

TEST_P(StoreSearch, AnyTwoCharactersInARowOfAName) {
  EXPECT_THAT(found("欧阳"), ElementsAre("c_1"));
  EXPECT_THAT(found("阳示"), ElementsAre("c_1"));
  EXPECT_THAT(found("劳务"), ElementsAre("c_1", "c_2"));
  EXPECT_THAT(found("建筑劳务有限"), ElementsAre("c_1", "c_2"));
  EXPECT_THAT(found("示例"), ElementsAre("c_1", "c_2")) << "in 示甲例乙 they do not stand in a row";
  EXPECT_THAT(found("例乙"), ElementsAre("c_3"));
  EXPECT_THAT(found("阳欧"), IsEmpty());
  EXPECT_THAT(found("欧"), IsEmpty()) << "one character is no name";
}

TEST_P(StoreSearch, AllPairsAreThereAndYetNotTheName) {
  put(person("p_5", "worker", "甲乙丙乙丁", "", "", ""));
  open("c_4", {"p_5"}, "x", 2026);
  EXPECT_THAT(found("甲乙丙"), ElementsAre("c_4"));
  EXPECT_THAT(found("甲乙丁"), IsEmpty()) << "甲乙 and 乙丁 are there, 甲乙丁 is not";
}

TEST_P(StoreSearch, WidthCaseSpacesAndDotsDoNotMatter) {
  for (const char* q : {"zhaolei", "ZHAO LEI", "Ｚｈａｏ", "hao·l"}) EXPECT_THAT(found(q), ElementsAre("c_2")) << q;
  EXPECT_THAT(found("(渝)建筑"), ElementsAre("c_1", "c_2"));
  EXPECT_THAT(found("示例 （渝）"), ElementsAre("c_1", "c_2"));
}

TEST_P(StoreSearch, WholeNumbersOfPersons) {
  EXPECT_THAT(found("510100199001010007"), ElementsAre("c_1"));
  EXPECT_THAT(found("51010019900101000"), IsEmpty()) << "a part of it tells nothing";
  EXPECT_THAT(found("91510100test00001x"), ElementsAre("c_1", "c_2"));
  EXPECT_THAT(found("13800000001"), ElementsAre("c_1"));
  EXPECT_THAT(found("138 0000 0001"), ElementsAre("c_1"));
  EXPECT_THAT(found("02361000000"), ElementsAre("c_1", "c_2"));
}

TEST_P(StoreSearch, CaseNumbers) {
  EXPECT_THAT(found("渝示劳监案〔2026〕1号"), ElementsAre("c_1"));
  EXPECT_THAT(found("劳监案(2026)1"), ElementsAre("c_1")) << "with the brackets of the keyboard";
  EXPECT_THAT(found("[2025]"), ElementsAre("c_3"));
  EXPECT_THAT(found("劳监案"), ElementsAre("c_1", "c_3"));
  EXPECT_THAT(found("1号"), ElementsAre("c_1", "c_2", "c_3"));
  EXPECT_THAT(found("001"), ElementsAre("c_1", "c_2", "c_3"));
  EXPECT_THAT(found("2号"), IsEmpty());
}

TEST_P(StoreSearch, NothingButSpacesIsNoSearch) {
  EXPECT_THAT(found("  "), ElementsAre("c_1", "c_2", "c_3"));
  EXPECT_THAT(found("\xFF\xFE"), IsEmpty());
  EXPECT_THAT(found(std::string(5'000, 'x')), IsEmpty());
}

TEST_P(StoreSearch, TogetherWithFiltersAndPages) {
  CaseFilter filter;
  filter.q = "劳务";
  filter.page.limit = 1;
  filter.sort = CaseSort::number;
  filter.descending = true;
  auto page = look()->list_cases(filter).value();
  ASSERT_EQ(page.items.size(), 1U);
  const auto first = page.items[0].id;
  filter.page.cursor = page.next;
  page = look()->list_cases(filter).value();
  ASSERT_EQ(page.items.size(), 1U);
  EXPECT_NE(page.items[0].id, first);
  EXPECT_EQ(page.next, "");
  filter = {};
  filter.q = "劳务";
  filter.stage = {"inspection"};
  EXPECT_THAT(look()->list_cases(filter).value().items, IsEmpty());
}

TEST_P(StoreSearch, PersonIsFoundByWhatItSaysNow) {
  put(person("p_1", "worker", "司马样本", "510100199001010007", "", ""));
  EXPECT_THAT(found("欧阳"), IsEmpty());
  EXPECT_THAT(found("13800000001"), IsEmpty());
  EXPECT_THAT(found("司马"), ElementsAre("c_1"));
}

TEST_P(StoreSearch, ErasedPersonIsFoundNoMoreAndStaysAParty) {
  put(ErasePerson{PersonId("p_1")});
  EXPECT_THAT(found("欧阳"), IsEmpty());
  EXPECT_THAT(found("510100199001010007"), IsEmpty());
  EXPECT_FALSE(look()->find_person("510100199001010007").value());
  const auto rest = look()->persons({PersonId("p_1")}).value();
  ASSERT_EQ(rest.size(), 1U);
  Person empty;
  empty.id = PersonId("p_1");
  empty.kind = "worker";
  empty.erased = true;
  EXPECT_EQ(rest[0], empty);
  EXPECT_THAT(look()->cases_of_person(PersonId("p_1"), 10).value(), ElementsAre(CaseId("c_1")));
  put(ErasePerson{PersonId("p_1")});
  Commit unknown;
  unknown.puts.emplace_back(ErasePerson{PersonId("p_77")});
  EXPECT_EQ(refused(std::move(unknown)).code, ErrorCode::not_found);
}

TEST_P(StoreSearch, FreeTextsOfACaseAreErasedTogether) {
  put(PutText{{TextId("t_1"), CaseId("c_1"), "one"}});
  put(PutText{{TextId("t_2"), CaseId("c_1"), "two"}});
  put(PutText{{TextId("t_3"), CaseId("c_2"), "three"}});
  put(PutText{{TextId("t_4"), CaseId(""), "of no case"}});
  put(EraseTexts{CaseId("c_1")});
  put(EraseTexts{CaseId("")});
  const auto left = look()->texts({TextId("t_1"), TextId("t_2"), TextId("t_3"), TextId("t_4")}).value();
  ASSERT_EQ(left.size(), 2U);
  EXPECT_EQ(left[0].body, "three");
}

TEST_P(StoreSearch, CasesOfAPersonInTheOrderOfOpening) {
  EXPECT_THAT(look()->cases_of_person(PersonId("p_2"), 10).value(), ElementsAre(CaseId("c_1"), CaseId("c_2")));
  EXPECT_THAT(look()->cases_of_person(PersonId("p_2"), 1).value(), ElementsAre(CaseId("c_1")));
  EXPECT_THAT(look()->cases_of_person(PersonId("p_9"), 10).value(), IsEmpty());
}

/// More than are listed one by one: then the page is read in its order, and each row asked.
TEST_P(StoreSearch, ManyAreFoundInTheOrderOfTheListToo) {
  constexpr int kMany = 8'200;
  Commit commit;
  for (int i = 0; i < kMany; ++i) {
    const std::string n = std::to_string(i);
    auto one = open_case("c_many" + n);
    auto& change = one.cases[0];
    change.rows->parties = {{"p1", "applicant", "worker", PersonId("p_many" + n), false},
                            {"p2", "respondent", "employer", PersonId("p_big"), false}};
    change.rows->summary.title = {"工资争议", "Wages"};
    change.number = NumberRequest{"many", "渝多", 2024, "{unit}〔{year}〕{n}号", 0};
    commit.cases.push_back(std::move(change));
    const std::string name = i % 2 == 0 ? "赵钱孙" : "孙赵钱";
    commit.puts.emplace_back(person(("p_many" + n).c_str(), "worker", (name + n).c_str(), "", "", ""));
  }
  commit.puts.emplace_back(person("p_big", "employer", "巨型样板集团", "", "91510100TEST000099", ""));
  must(std::move(commit));
  const auto count = [&](const std::string& q) {
    CaseFilter filter;
    filter.q = q;
    filter.page.limit = 500;
    filter.descending = true;
    int total = 0;
    Seq last = 1'000'000'000;
    do {
      const auto page = look()->list_cases(filter).value();
      for (const auto& item : page.items) {
        EXPECT_LT(item.updated, last);
        last = item.updated;
        ++total;
      }
      filter.page.cursor = page.next;
    } while (!filter.page.cursor.empty());
    return total;
  };
  EXPECT_EQ(count("赵钱"), kMany);
  EXPECT_EQ(count("孙赵"), kMany / 2);
  EXPECT_EQ(count("赵钱孙"), kMany / 2) << "孙赵钱4 holds no 赵钱孙";
  EXPECT_EQ(count("样板集团"), kMany) << "one employer of many cases";
  EXPECT_EQ(count("工资争议"), kMany);
  EXPECT_EQ(count("wages"), kMany);
  EXPECT_EQ(count("(2024)"), kMany);
  EXPECT_EQ(count("渝多(2024)8200"), 1);
  EXPECT_EQ(count("8200"), 1);
  EXPECT_EQ(count("91510100TEST000099"), kMany);
}

INSTANTIATE_TEST_SUITE_P(Backends, StoreSearch, testing::ValuesIn(all_backends()), name_of_backend);

TEST(SearchText, BigramsEachOnceInTheirOrder) {
  EXPECT_THAT(bigrams("甲乙甲乙"), ElementsAre("甲乙", "乙甲"));
  EXPECT_THAT(bigrams("甲"), IsEmpty());
  EXPECT_THAT(bigrams(""), IsEmpty());
}

TEST(SearchText, NumbersComeApart) {
  EXPECT_EQ(split_number("渝劳监案〔2026〕12号").stem, "渝劳监案(2026)");
  EXPECT_EQ(split_number("渝劳监案〔2026〕12号").running, 12);
  EXPECT_EQ(split_number("劳监字第0012号").stem, "劳监字");
  EXPECT_EQ(split_number("〔2026〕").running, std::nullopt);
  EXPECT_EQ(split_number("1234567890").running, std::nullopt) << "too long for a running number";
}

}  // namespace
}  // namespace hejie::storage
