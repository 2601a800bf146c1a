// Search over a million cases: pages of the register as a clerk asks for them, while another thread writes. Names,
// numbers and filters are drawn from what is in the store: a pair of characters of some party's name, whole names,
// parts of employers' names, case numbers, id numbers, phones, filters alone and with a name. Asked of app's WorkLists,
// which the HTTP handler calls, with the personal data sealed and the index keyed (docs/adr/0009).
// Usage: bench_search FOLDER [CASES] [QUERIES]     FOLDER is made when missing
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <thread>

#include "app/definitions.h"
#include "app/work_lists.h"
#include "bench/measure.h"
#include "json/fold.h"
#include "storage/sqlite/sqlite_store.h"

namespace hejie::bench {
namespace {

constexpr double kP99Ms = 200;
constexpr int kCasesACommit = 500;
constexpr const char* kSectors[] = {"construction", "catering", "platform", "manufacturing", "logistics", "none"};
constexpr const char* kStates[] = {"investigating", "filed", "closed", "corrected", "complaint_received"};

/// How often surnames occur, roughly as in the household registers: the first few make up a third of all people.
std::string surname(std::mt19937& random) {
  static const auto kCommon = json::characters("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高");
  static const auto kOther = json::characters(
      "郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛"
      "闫段雷侯龙史陶黎贺顾毛郝龚邵万"
      "钱严覃武戴莫孔向汤");
  const auto& list = random() % 100 < 55 ? kCommon : kOther;
  return std::string(list[random() % list.size()]);
}

std::string given(std::mt19937& random) {
  static const auto kCharacters = json::characters(
      "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲建国华红梅志新春雪晨宇浩轩子涵欣怡佳琪梓萱雨泽俊鹏飞龙海波"
      "林峰松柏青云山川江河生根福贵"
      "祥瑞安宁康健德仁义礼智信忠孝廉洁正大光荣庆喜乐天成功业兴旺发达长富裕丰收金银铜铁玉珠宝石木水火土南北东西中");
  std::string out(kCharacters[random() % kCharacters.size()]);
  if (random() % 100 < 80) out += kCharacters[random() % kCharacters.size()];
  return out;
}

std::string employer_name(std::mt19937& random, long long n) {
  static const char* kTrades[] = {"建筑劳务", "餐饮管理", "网络科技", "物流",     "电子", "服装",
                                  "机械制造", "物业服务", "人力资源", "装饰工程", "食品", "商贸",
                                  "汽车销售", "医药",     "教育咨询", "农业开发"};
  static const char* kForms[] = {"有限公司", "有限公司", "有限责任公司", "股份有限公司", "（集团）有限公司"};
  std::string name = "渝示";
  name += given(random) + given(random);
  name += kTrades[random() % std::size(kTrades)];
  name += kForms[random() % std::size(kForms)];
  if (n % 10 == 0) name += "分公司";
  return name;
}

storage::Person worker(std::mt19937& random, long long n) {
  char id[64], phone[32];
  std::snprintf(id, sizeof id, "99%04lld19%02d%02d%02d%03lld%d", n % 10'000, static_cast<int>(60 + random() % 40),
                static_cast<int>(1 + random() % 12), static_cast<int>(1 + random() % 28), n / 10'000 % 1'000,
                static_cast<int>(random() % 10));
  std::snprintf(phone, sizeof phone, "100%08lld", n);
  return {PersonId("p_w" + std::to_string(n)), "worker", surname(random) + given(random), id, "", phone, "", "{}"};
}

storage::Person employer(std::mt19937& random, long long n) {
  char code[64];
  std::snprintf(code, sizeof code, "99990000EMP%07lld", n);
  return {PersonId("p_e" + std::to_string(n)), "employer", employer_name(random, n), "", code, "", "", "{}"};
}

storage::CaseChange one_case(const engine::ProcedurePtr& procedure, const storage::Pin& pin, long long n,
                             long long boss, std::mt19937& random) {
  storage::CaseChange change;
  change.id = CaseId("c_" + std::to_string(n));
  change.pin = pin;
  engine::Act act;
  act.version = 1;
  act.event = "complain";
  act.on = from_ymd(2020, 1, 1) + static_cast<int>(n % 2'000);
  act.by = {"window", AccountId("u_1"), AccountId()};
  change.events = {act};
  storage::CaseRows rows;
  auto& s = rows.summary;
  s.state = n % 50'000 == 0 ? "transferred" : kStates[random() % std::size(kStates)];
  s.phase = s.state == "closed" ? engine::Phase::final : engine::Phase::open;
  s.stage = "inspection";
  s.title = procedure->name;
  s.handler = AccountId("u_" + std::to_string(random() % 300));
  s.employer = PersonId("p_e" + std::to_string(boss));
  s.sector = kSectors[random() % std::size(kSectors)];
  s.cause = "wages";
  s.opened_on = act.on;
  s.filed_on = act.on + 3;
  s.through = Moment{act.on, 540};
  rows.parties = {{"p1", "complainant", "worker", PersonId("p_w" + std::to_string(n)), false},
                  {"p2", "employer", "employer", s.employer, false}};
  change.rows = std::move(rows);
  change.number = storage::NumberRequest{"insp", "渝示", 2020 + static_cast<int>(n % 6), procedure->number->pattern, 0};
  return change;
}

storage::Pin pin_of(const engine::ProcedurePtr& procedure) {
  storage::Pin pin;
  pin.procedure = procedure->id;
  pin.version = procedure->version;
  pin.sha256 = procedure->sha256;
  return pin;
}

void fill(storage::Store& store, const engine::ProcedurePtr& procedure, const storage::Pin& pin, long long cases) {
  std::mt19937 random(20261123);
  const long long bosses = std::max(1LL, cases / 12);
  for (long long at = 0; at < cases; at += kCasesACommit) {
    storage::Commit commit;
    commit.recorded_at = Instant{1'780'000'000'000};
    for (long long n = at; n < std::min(cases, at + kCasesACommit); ++n) {
      commit.puts.emplace_back(storage::PutPerson{worker(random, n)});
      if (n < bosses) commit.puts.emplace_back(storage::PutPerson{employer(random, n)});
      // A few employers have thousands of cases, most have one or two.
      const double u = static_cast<double>(random() % 1'000'000) / 1e6;
      const auto boss = static_cast<long long>(static_cast<double>(bosses - 1) * u * u * u);
      commit.cases.push_back(one_case(procedure, pin, n, boss, random));
    }
    if (const auto done = store.commit(std::move(commit)); !done) {
      std::fprintf(stderr, "%s\n", done.error().message.en.c_str());
      std::exit(3);
    }
  }
}

struct Query {
  std::string kind;
  app::CaseQuery query;
};

/// `count` characters in a row of a name, from anywhere in it.
std::string part_of(const std::string& name, std::size_t count, std::mt19937& random) {
  const auto all = json::characters(name);
  if (all.size() <= count) return name;
  const std::size_t from = random() % (all.size() - count + 1);
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += all[from + i];
  return out;
}

/// What a query is drawn from: a case, its worker and its employer.
struct Drawn {
  long long n = 0;
  storage::CaseItem item;
  storage::Person worker, employer;
};

struct Kind {
  const char* name;
  int share;  ///< of twenty
  void (*ask)(const Drawn& from, std::mt19937& random, app::CaseQuery& query);
};

constexpr Kind kKinds[] = {
    {"two characters of a worker", 4,
     [](const Drawn& d, std::mt19937& r, app::CaseQuery& q) { q.q = part_of(d.worker.name, 2, r); }},
    {"whole name of a worker", 3, [](const Drawn& d, std::mt19937&, app::CaseQuery& q) { q.q = d.worker.name; }},
    {"two characters of an employer", 3,
     [](const Drawn& d, std::mt19937& r, app::CaseQuery& q) { q.q = part_of(d.employer.name, 2, r); }},
    {"four characters of an employer", 2,
     [](const Drawn& d, std::mt19937& r, app::CaseQuery& q) { q.q = part_of(d.employer.name, 4, r); }},
    {"case number", 1, [](const Drawn& d, std::mt19937&, app::CaseQuery& q) { q.q = d.item.number; }},
    {"running number", 1, [](const Drawn& d, std::mt19937&, app::CaseQuery& q) { q.q = std::to_string(1 + d.n / 6); }},
    {"id number", 1, [](const Drawn& d, std::mt19937&, app::CaseQuery& q) { q.q = d.worker.id_number; }},
    {"phone", 1, [](const Drawn& d, std::mt19937&, app::CaseQuery& q) { q.q = d.worker.phone; }},
    {"filters", 1,
     [](const Drawn& d, std::mt19937&, app::CaseQuery& q) {
       q.state = {d.item.summary.state};
       q.sector = {d.item.summary.sector};
     }},
    {"filters", 1,
     [](const Drawn& d, std::mt19937&, app::CaseQuery& q) {
       q.handler = {d.item.summary.handler.value};
       q.open = d.item.summary.phase == engine::Phase::open;
       q.sort = "due";
     }},
    {"name and filters", 1,
     [](const Drawn& d, std::mt19937& r, app::CaseQuery& q) {
       q.q = part_of(d.employer.name, 2, r);
       q.state = {d.item.summary.state};
     }},
    {"name and filters", 1,
     [](const Drawn& d, std::mt19937& r, app::CaseQuery& q) {
       q.q = part_of(d.worker.name, 2, r);
       q.sector = {d.item.summary.sector};
       q.sort = "-filed";
     }},
};

const Kind& kind_of(int i) {
  const Kind* kind = kKinds;
  for (int left = i % 20; left >= kind->share; ++kind) left -= kind->share;
  return *kind;
}

std::vector<Query> draw(storage::Store& store, long long cases, int count) {
  std::mt19937 random(7);
  const auto snapshot = std::move(*store.snapshot());
  const auto person = [&](const std::string& id) { return snapshot->persons({PersonId(id)}).value().at(0); };
  std::vector<Query> out;
  for (int i = 0; i < count; ++i) {
    Drawn from;
    from.n = static_cast<long long>(random() % static_cast<unsigned long>(cases));
    from.worker = person("p_w" + std::to_string(from.n));
    from.item = snapshot->find_case(CaseId("c_" + std::to_string(from.n))).value();
    from.employer = person(from.item.summary.employer.value);
    const Kind& kind = kind_of(i);
    Query one{kind.name, {}};
    one.query.limit = 50;
    kind.ask(from, random, one.query);
    out.push_back(std::move(one));
  }
  return out;
}

int main_of(const std::string& folder, long long cases, int queries) {
  const auto definitions = std::move(*app::Definitions::load({}));
  const auto procedure = definitions->in_force("inspection", from_ymd(2026, 1, 1));
  std::filesystem::create_directories(folder);
  storage::sqlite::Options options;
  options.folder = folder;
  const auto store = std::move(*storage::sqlite::open_store(options));
  const auto pin = pin_of(procedure);
  const auto start = SteadyClock::now();
  if ((*store->snapshot())->counts()->cases == 0) {
    fill(*store, procedure, pin, cases);
    std::printf("%lld cases with %lld persons in %.0f s, %.0f MB\n", cases, cases + cases / 12, seconds_since(start),
                static_cast<double>(std::filesystem::file_size(folder + "/hejie.db")) / 1e6);
  }
  cases = (*store->snapshot())->counts()->cases;
  auto asked = draw(*store, cases, queries);
  std::shuffle(asked.begin(), asked.end(), std::mt19937(11));
  const SystemClock clock;
  app::WorkLists lists(*store, *definitions, clock);
  app::Caller caller;
  caller.account = AccountId("u_1");
  caller.roles = {"inspector"};
  std::atomic<bool> stop{false};
  std::atomic<long long> written{0};
  std::thread writer([&] {
    std::mt19937 random(3);
    for (long long n = 0; !stop; ++n) {
      storage::Commit commit;
      commit.recorded_at = Instant{1'790'000'000'000 + n};
      commit.puts.emplace_back(storage::PutPerson{worker(random, 2'000'000 + n)});
      commit.puts.emplace_back(storage::PutMark{"bench", std::to_string(n)});
      if (!store->commit(std::move(commit))) std::exit(3);
      ++written;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  });
  std::map<std::string, std::vector<double>> times;
  std::vector<double> all;
  long long found = 0;
  const auto from = SteadyClock::now();
  for (const auto& one : asked) {
    const auto begin = SteadyClock::now();
    const auto list = lists.cases(caller, one.query);
    const double ms = seconds_since(begin) * 1e3;
    if (!list || list->items.empty()) {
      std::fprintf(stderr, "%s: '%s' found nothing\n", one.kind.c_str(), one.query.q.c_str());
      stop = true;
      writer.join();
      return 3;
    }
    found += static_cast<long long>(list->items.size());
    times[one.kind].push_back(ms);
    all.push_back(ms);
    if (ms > kP99Ms)
      std::printf("slow: %.0f ms, %s: %s %s\n", ms, one.kind.c_str(), one.query.q.c_str(), one.query.sort.c_str());
  }
  const double seconds = seconds_since(from);
  stop = true;
  writer.join();
  for (auto& [kind, ms] : times) {
    const Figures f = figures_of(ms, seconds, 0);
    std::printf("%-32s %5zu queries, p50 %6.1f ms, p99 %6.1f ms\n", kind.c_str(), times[kind].size(), f.p50_ms,
                f.p99_ms);
  }
  const Figures f = figures_of(all, seconds, 0);
  std::printf("%zu queries over %lld cases, %lld rows, %lld commits beside them (%.0f/s)\n", all.size(), cases, found,
              written.load(), static_cast<double>(written) / seconds);
  Bar bar{"S", "search, p99 of 2,000 queries", "< 200 ms", "", 0, f.p99_ms, "ms", 0, f.p99_ms < kP99Ms, true, 0};
  return tell(bar) ? 0 : 1;
}

}  // namespace
}  // namespace hejie::bench

int main(int argc, char** argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  if (argc < 2) {
    std::fputs("usage: bench_search FOLDER [CASES] [QUERIES]\n", stderr);
    return 2;
  }
  return hejie::bench::main_of(argv[1], argc > 2 ? std::atoll(argv[2]) : 1'000'000,
                               argc > 3 ? std::atoi(argv[3]) : 2'000);
}
