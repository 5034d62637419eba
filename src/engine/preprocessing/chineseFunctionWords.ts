/**
 * Function words of modern Chinese that the public list (794 entries, half of them classical) lacks. Only words that
 * name no topic: 记者 and 报道, frequent as they are in news, are content and left to the weighting.
 */
export const chineseFunctionWords: readonly string[] = `
没有 没 已经 已 进行 可能 应该 需要 能够 必须 不会 不能 不要 不再 不少 不同 不断 不得不 一直 一定 一点 一下 一起 一次 一位
一名 一项 一家 一条 一张 一年 一天 一般来说 十分 非常 比较 更加 越来越 特别 尤其 几乎 大约 左右 其实 当时 目前 现在 今天 昨天
明天 今年 去年 以来 以前 之前 之后 之间 以后 以下 后来 正在 正 刚刚 马上 立即 曾经 曾 仍然 依然 仅仅 仅 甚至 包括 成为 表示 认为
觉得 知道 看到 出现 发现 开始 可以说 就会 都是 就像 这是 那是 也是 还有 还是 并不 并非 并没有 很多 不少 许多 多少 大多 部分 方面
这种 那种 这位 那位 此前 今后 同样 相关 有着 有所 有人 一样 一切 十 百 千 万 亿 两 二 三 四 五 六 七 八 九 十 第一 第二 第三
首次 最后 又是 却是 以及 及 与 等 将 被 把 让 使 令 对 向 从 由 在 于 为 给 跟 和 同 比 按 据 以 因 并 且 而 但 或 若 如 虽 则 即 也
都 就 才 又 再 还 更 最 很 太 真 好 不 别 吗 呢 吧 啊 呀 哦 嗯 哈 的 地 得 了 着 过 们 个 位 名 项 种 次 件 条 张 只 些
`
  .split(/\s+/)
  .filter((word) => word !== '');

/** Characters that serve grammar alone: a bigram of two of them ('的是', '了我') tells nothing of a topic. */
export const chineseGrammarCharacters: ReadonlySet<string> = new Set(
  '的是了在和与及或也都就还又被把从向对于为以由这那其之而但着过吗呢吧啊我你他她它们不没有个很更最会能可要将让给并且则却只此该各每所一来得地到里',
);
