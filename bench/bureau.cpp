#include "bench/bureau.h"

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "app/demo_bureau.h"

namespace hejie::bench {
namespace {

namespace fs = std::filesystem;
constexpr const char* kAny = "127.0.0.1:0";
constexpr std::size_t kInHand = 24;  ///< cases a connection works on in one round

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "bench: %s\n", what.c_str());
  std::exit(3);
}

/// Rows of text from the store's file, read only.
std::vector<std::vector<std::string>> read_rows(const std::string& folder, const std::string& sql) {
  sqlite3* db = nullptr;
  sqlite3_stmt* query = nullptr;
  if (sqlite3_open_v2((folder + "/hejie.db").c_str(), &db, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK ||
      sqlite3_prepare_v2(db, sql.c_str(), -1, &query, nullptr) != SQLITE_OK)
    give_up(sqlite3_errmsg(db));
  std::vector<std::vector<std::string>> rows;
  while (sqlite3_step(query) == SQLITE_ROW) {
    auto& row = rows.emplace_back();
    for (int i = 0; i < sqlite3_column_count(query); ++i) {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(query, i));
      row.emplace_back(text == nullptr ? "" : text);
    }
  }
  sqlite3_finalize(query);
  sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  sqlite3_close(db);
  return rows;
}

}  // namespace

Making make_store(const std::string& folder, long long cases) {
  fs::create_directories(fs::path(folder).parent_path());
  const auto start = SteadyClock::now();
  Program demo({HEJIE_BENCH_PROGRAM, "demo", "--data", folder, "--generate", std::to_string(cases), "--listen", kAny,
                "--speed", "0"},
               folder + ".log");
  demo.port();
  Making making{seconds_since(start), demo.peak_mb(), 0};
  making.follow_up_seconds = demo.settle();
  if (demo.stop() != 0) give_up("hejie demo --generate did not end well; see " + folder + ".log");
  return making;
}

void copy_store(const std::string& from, const std::string& to) {
  fs::create_directories(to);
  for (const char* name : {"hejie.db", "hejie.db-wal", "private.key"}) {
    if (fs::exists(from + "/" + name)) fs::copy_file(from + "/" + name, to + "/" + name);
  }
}

std::unique_ptr<Program> serve(const std::string& folder) {
  return std::make_unique<Program>(
      std::vector<std::string>{HEJIE_BENCH_PROGRAM, "serve", "--data", folder, "--allow-demo", "--listen", kAny,
                               "--requests-a-second", "0"},
      folder + ".log");
}

std::unique_ptr<Program> serve_floor(const std::vector<std::string>& words, const std::string& folder) {
  std::vector<std::string> all{HEJIE_BENCH_FLOOR};
  all.insert(all.end(), words.begin(), words.end());
  return std::make_unique<Program>(all, folder + ".log");
}

std::string log_in(int port, const std::string& username) {
  Client client(port, 1);
  std::string keep;
  const std::string body = R"({"username":")" + username + R"(","password":")" + app::kDemoPassword + R"("})";
  const Answer answer = client.ask(request_text("POST", "/api/v1/session", "", body), keep);
  constexpr std::string_view kToken = "\"token\":\"";
  const auto at = answer.body.find(kToken);
  if (answer.status != 200 || at == std::string_view::npos) give_up("no session: " + std::string(answer.body));
  const auto start = at + kToken.size();
  return std::string(answer.body.substr(start, answer.body.find('"', start) - start));
}

std::vector<BenchCase> cases_under_investigation(const std::string& folder) {
  std::vector<BenchCase> cases;
  for (const auto& row : read_rows(folder,
                                   "SELECT case_no, id, version FROM cases WHERE procedure = 'inspection' AND "
                                   "state = 'investigating' ORDER BY case_no")) {
    cases.push_back({std::atoll(row[0].c_str()), row[1], std::atoll(row[2].c_str())});
  }
  return cases;
}

std::string ask_store(const std::string& folder, const std::string& sql) {
  const auto rows = read_rows(folder, sql);
  return rows.empty() || rows.front().empty() ? "" : rows.front().front();
}

InspectionWork::InspectionWork(std::vector<BenchCase> cases, int connections, std::string token)
    : cases_(std::move(cases)),
      connections_(static_cast<std::size_t>(connections)),
      turns_(static_cast<std::size_t>(connections), 0),
      token_(std::move(token)) {
  if (cases_.size() < connections_ * kInHand) give_up("the store has too few cases under investigation");
}

BenchCase& InspectionWork::case_of(int connection) {
  const auto at = static_cast<std::size_t>(connection);
  const std::size_t place = (round_ * connections_ + at) * kInHand + turns_[at] % kInHand;
  return cases_[place % (cases_.size() / kInHand * kInHand)];
}

std::string InspectionWork::next(int connection) {
  const BenchCase& item = case_of(connection);
  const std::string headers = (token_.empty() ? std::string() : "Authorization: Bearer " + token_ + "\r\n") +
                              "Accept-Language: zh\r\nIdempotency-Key: bench-inspection-" + std::to_string(++keys_) +
                              "-" + std::to_string(item.no) + "\r\nIf-Match: \"" + std::to_string(item.version) +
                              "\"\r\n";
  const std::string target =
      token_.empty() ? "/cases/" + std::to_string(item.no) + "/events" : "/api/v1/cases/" + item.id + "/events";
  return request_text("POST", target, headers,
                      R"({"event":"record_inspection","officers":["u_demo_inspector_2"],)"
                      R"("data":{"record_kind":"papers"}})");
}

void InspectionWork::done(int connection, const Answer& answer) {
  BenchCase& item = case_of(connection);
  ++turns_[static_cast<std::size_t>(connection)];
  if (answer.status != 200) {
    if (refused_++ == 0) first_refusal_ = std::to_string(answer.status) + " " + std::string(answer.body);
    return;
  }
  item.version = std::atoll(std::string(answer.header("ETag").substr(1)).c_str());
}

}  // namespace hejie::bench
