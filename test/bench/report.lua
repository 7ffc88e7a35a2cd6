-- Files a report with each request. Environment: TOKEN, SECTOR.
local token, sector = os.getenv("TOKEN"), os.getenv("SECTOR")
local body = '{"title":"変電所の遠隔監視装置が応答しない","sector":"' .. sector .. '","event_type":"unavailable","causes":["hwfail","vuln"],"basis":"fit","route":"ministry",'
  .. '"tlp":"AMBER","noticed_at":"2026-11-01T00:10:00Z","occurred_at":"2026-11-01T00:00:00Z","summary":"遠隔監視装置が午前9時10分から応答しなくなった。予備系に切り替えて監視を続けている。供給への影響は確認されていない。原因は調査中で、直前に行った部品の更新との関係を調べている。",'
  .. '"purpose":"同じ装置を使う事業者への注意喚起","consent":"anonymised","effect":{"state":"degraded","extent":"監視の遅れ","users":0},"progress":"予備系で運用中。保守業者が現地に向かっている。"}'
local head = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. token }
local text
function init() text = wrk.format("POST", "/api/v1/reports", head, body) end
function request() return text end
