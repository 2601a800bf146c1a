#include <algorithm>

#include "app/demo_bureau.h"

namespace hejie::app {

AccountId demo_account_id(const std::string& username) {
  return AccountId("u_demo_" + username);
}

std::vector<DemoAccount> demo_accounts() {
  return {{"window", "窗口 周敏", {"window"}},
          {"mediator", "调解员 陈和", {"mediator"}},
          {"mediator_2", "调解员 柳青", {"mediator"}},
          {"clerk", "书记员 林书", {"clerk"}},
          {"clerk_2", "书记员 方简", {"clerk"}},
          {"arbitrator", "仲裁员 郑平", {"arbitrator"}},
          {"presiding", "首席仲裁员 吴正", {"presiding_arbitrator", "arbitrator"}},
          {"committee_head", "仲裁院院长 何公", {"committee_head"}},
          {"inspector", "监察员 赵察", {"inspector"}},
          {"inspector_2", "监察员 钱监", {"inspector"}},
          {"inspection_head", "监察大队长 孙衡", {"inspection_head"}},
          {"legal_reviewer", "法制审核 褚文", {"legal_reviewer"}},
          {"bureau_head", "局长 李和", {"bureau_head"}},
          {"duty_officer", "值班员 王宁", {"duty_officer"}},
          {"archivist", "档案员 冯册", {"archivist"}},
          {"system_admin", "系统管理员", {"system_admin"}},
          {"security_admin", "安全管理员", {"security_admin"}},
          {"audit_admin", "审计管理员", {"audit_admin"}}};
}

}  // namespace hejie::app
