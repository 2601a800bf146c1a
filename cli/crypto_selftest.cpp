#include "cli/crypto_selftest.h"

#include <CLI/CLI.hpp>

#include <iostream>

#include "cli/arguments.h"
#include "cli/verb.h"
#include "crypto/self_test.h"

namespace hejie::cli {

int run_crypto_selftest(std::span<const std::string> args, std::ostream& out, std::ostream& err) {
  CLI::App app("密码算法自检 / do the algorithms give their published answers?", "hejie crypto-selftest");
  bool national = false;
  app.add_flag("--sm", national, "只检国密算法 / SM2, SM3 and SM4 alone");
  if (const auto code = read_arguments(app, args, out, err)) return *code;
  const bool english = wants_english();
  bool good = true;
  for (const auto& one : crypto::self_test()) {
    if (national && !one.national) continue;
    good = good && one.passed;
    out << (one.passed ? pick({"通过 ", "ok     "}, english) : pick({"未通过 ", "FAILED "}, english)) << one.name
        << "\n";
  }
  out.flush();
  if (!out) return 3;
  return good ? 0 : 1;
}

int crypto_selftest_verb(int argc, const char* const* argv) {
  return run_crypto_selftest(std::vector<std::string>(argv + 1, argv + argc), std::cout, std::cerr);
}

}  // namespace hejie::cli
