"""The pages' own words, in each language; all else they take from the contract."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["CHINESE", "ENGLISH", "Language"]


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the pages: its folder, and what stands in the contract beside an English text."""

    folder: str
    extension: str
    labels: Mapping[str, str]


_ENGLISH = {
    "access_level": "access level",
    "action": "action",
    "callers": "callers",
    "changes": "Change history",
    "code": "code",
    "condition_keys": "condition keys",
    "contract": "Made from {spec}, contract version {version}. Links with a number lead to the line of the specification.",
    "default": "default",
    "default_goal": "default",
    "derived": "derived from",
    "errors": "Errors",
    "example": "example",
    "exception": "exception",
    "field": "field",
    "first_version": "The first version.",
    "from_product": "By the product",
    "from_versions": "By versions of this contract",
    "goal_reached": "is reached in",
    "in_python": "in Python",
    "meaning": "meaning",
    "models": "Models",
    "must_be": "must be",
    "no": "no",
    "none": "none",
    "not_recorded": "not recorded yet",
    "nothing_changed": "No change of meaning.",
    "operation": "operation",
    "operations": "Operations",
    "other_language": "[中文](zh/README.md)",
    "parameter": "parameter",
    "permission": "Permission",
    "permissions": "Permissions",
    "place": "place",
    "policy": "A policy that allows all of it:",
    "remedy": "What to do",
    "repaired": "A client may set its clock by the answer's `Date` and try once more.",
    "required": "required",
    "resource": "resource",
    "related": "related operations",
    "retryable": "worth retrying",
    "servers": "servers",
    "source": "says who",
    "sources": "“Says who” is the product's page (doc), the vendor's SDK (sdk), the vendor's API metadata (meta), a real Flink cluster (flink), or this project, where nobody does (ours).",
    "spec": "spec",
    "status": "status",
    "type": "type",
    "waits": "Every {every} s, for {timeout} s; {final} end it.",
    "what": "what changed",
    "when": "When",
    "where": "where",
    "yes": "yes",
}
_CHINESE = {
    "access_level": "访问级别",
    "action": "操作",
    "callers": "调用方",
    "changes": "变更历史",
    "code": "错误码",
    "condition_keys": "条件关键字",
    "contract": "由 {spec} 生成，契约版本 {version}。带数字的链接指向规范中的行。",
    "default": "默认值",
    "default_goal": "默认",
    "derived": "派生自",
    "errors": "错误中心",
    "example": "示例",
    "exception": "异常",
    "field": "字段",
    "goal_reached": "达成状态",
    "in_python": "Python 名称",
    "meaning": "含义",
    "models": "模型",
    "must_be": "取值",
    "no": "否",
    "none": "无",
    "operation": "接口",
    "operations": "接口",
    "other_language": "[English](../README.md)",
    "parameter": "参数",
    "permission": "权限",
    "permissions": "权限",
    "place": "位置",
    "policy": "允许全部操作的策略：",
    "remedy": "处理方法",
    "repaired": "客户端可按响应的 `Date` 校准时钟后重试一次。",
    "required": "必填",
    "resource": "资源",
    "related": "关联操作",
    "retryable": "可重试",
    "servers": "服务端",
    "source": "来源",
    "sources": "“来源”指产品文档（doc）、厂商 SDK（sdk）、厂商 API 元数据（meta）、真实的 Flink 集群（flink），或在无处可查时由本项目确定（ours）。",
    "spec": "规范",
    "status": "状态码",
    "type": "类型",
    "waits": "每 {every} 秒查询一次，最长 {timeout} 秒；{final} 会使等待结束。",
    "when": "出现条件",
    "yes": "是",
}
ENGLISH = Language("", "", MappingProxyType(_ENGLISH))
CHINESE = Language("zh", "x-zh", MappingProxyType(_CHINESE))
