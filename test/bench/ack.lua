-- Acknowledges one delivery with each request: "token <tab> delivery" lines of the file PAIRS, shared out among the threads.
local threads = 0
function setup(thread) thread:set("me", threads) threads = threads + 1 end
function init()
  pairs_, at = {}, 0
  local n = 0
  for line in io.lines(os.getenv("PAIRS")) do
    if n % tonumber(os.getenv("THREADS")) == me then pairs_[#pairs_ + 1] = line end
    n = n + 1
  end
end
function request()
  at = at % #pairs_ + 1
  local token, delivery = pairs_[at]:match("([^\t]+)\t(%S+)")
  return wrk.format("POST", "/api/v1/deliveries/" .. delivery .. "/ack", { ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json" })
end
