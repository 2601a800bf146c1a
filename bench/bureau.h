// A demonstration bureau for the benches: its store made by `hejie demo --generate`, copies of it, the server over it,
// a session, and the work of an inspector: recording inspections, each a transition that issues a document.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bench/client.h"
#include "bench/program.h"

namespace hejie::bench {

/// How the store came to be.
struct Making {
  double seconds = 0, peak_mb = 0;
  double follow_up_seconds = 0;  ///< after its first answer: the watch of risks goes through what came in bulk
};
/// `folder` must not exist. @param cases synthetic ones, about ten events each
Making make_store(const std::string& folder, long long cases);
void copy_store(const std::string& from, const std::string& to);

/// `hejie serve` over a demonstration store; its log goes to a file in the folder.
[[nodiscard]] std::unique_ptr<Program> serve(const std::string& folder);
/// The floor's server: `words` as bench_floor takes them.
[[nodiscard]] std::unique_ptr<Program> serve_floor(const std::vector<std::string>& words, const std::string& folder);

/// A token for this account of the demonstration.
[[nodiscard]] std::string log_in(int port, const std::string& username);

struct BenchCase {
  long long no = 0;
  std::string id;
  long long version = 0;
};
/// Cases in which an inspection can be recorded.
[[nodiscard]] std::vector<BenchCase> cases_under_investigation(const std::string& folder);
/// First column of the first row.
[[nodiscard]] std::string ask_store(const std::string& folder, const std::string& sql);

/// Every connection has a few cases of its own in hand and goes through them again and again; in each round others, so
/// that no case grows longer than real ones do. Counts what was refused.
class InspectionWork {
 public:
  /// @param token of the inspector; "" = requests for the floor
  InspectionWork(std::vector<BenchCase> cases, int connections, std::string token);
  void start_round(int round) { round_ = static_cast<std::size_t>(round); }
  [[nodiscard]] std::string next(int connection);
  void done(int connection, const Answer& answer);
  [[nodiscard]] long long refused() const { return refused_; }
  [[nodiscard]] const std::string& first_refusal() const { return first_refusal_; }

 private:
  BenchCase& case_of(int connection);
  std::vector<BenchCase> cases_;
  std::size_t connections_, round_ = 0;
  std::vector<std::size_t> turns_;
  std::string token_;
  long long keys_ = 0, refused_ = 0;
  std::string first_refusal_;
};

}  // namespace hejie::bench
