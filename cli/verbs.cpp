// One line a verb.
#include <array>

#include "cli/audit.h"
#include "cli/calendar.h"
#include "cli/copies.h"
#include "cli/crypto_selftest.h"
#include "cli/demo.h"
#include "cli/diagram.h"
#include "cli/drill.h"
#include "cli/due.h"
#include "cli/export.h"
#include "cli/import.h"
#include "cli/keys.h"
#include "cli/replay.h"
#include "cli/review.h"
#include "cli/serve.h"
#include "cli/user.h"
#include "cli/verb.h"
#include "cli/verify.h"

namespace hejie::cli {

std::span<const Verb> verbs() {
  static const std::array kVerbs{
      Verb{"serve", {"启动服务：接口与定时", "run the server: API and scheduler"}, run_serve},
      Verb{"demo", {"演示用的局", "a demonstration bureau"}, run_demo},
      Verb{"due", {"一个法定期限的届满日及其理由", "one statutory date, with its reasons"}, due_verb},
      Verb{"verify", {"检查程序定义", "check definitions"}, verify_verb},
      Verb{"diagram", {"画出一个程序", "draw a procedure"}, diagram_verb},
      Verb{"import", {"把案例脚本录入数据目录", "case scripts into a data folder"}, import_verb},
      Verb{"export", {"导出数据", "take the data out"}, export_verb},
      Verb{"user", {"账号", "accounts"}, user_verb},
      Verb{"backup", {"备份数据目录", "copy a store, also while a server runs"}, backup_verb},
      Verb{"restore", {"从备份恢复", "put a backup into an empty folder"}, restore_verb},
      Verb{"check", {"检查数据是否完好", "is the store sound?"}, check_verb},
      Verb{"drill", {"恢复后的演练：错过了什么", "after a restore: what was missed"}, drill_verb},
      Verb{"audit", {"日志的证明", "the proof of the logs"}, audit_verb},
      Verb{"crypto-selftest", {"密码算法自检", "do the algorithms work here?"}, crypto_selftest_verb},
      Verb{"keys", {"个人信息的密钥", "the keys of personal data"}, keys_verb},
      Verb{"replay", {"按脚本自带日期重放案例", "run case scripts with their own dates"}, replay_verb},
      Verb{"review",
           {"年度书面审查：按名单通知、催报", "the yearly written review: notice by list, reminders"},
           review_verb},
      Verb{"calendar", {"一年的放假与调休", "the days of a year"}, calendar_verb},
  };
  return kVerbs;
}

}  // namespace hejie::cli
