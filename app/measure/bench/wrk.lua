-- The script of wrk: every connection sends the next prepared request, and what was measured is written as JSON.
-- Arguments: file with requests, file for the outcome, how many threads, and texts to count in the answers.

local ffi = require("ffi")
ffi.cdef[[ typedef struct { long seconds; long nanoseconds; } moment; int clock_gettime(int, moment *); ]]
local MONOTONIC = 1
local threads = {}

function setup(thread)
   thread:set("number", #threads)
   table.insert(threads, thread)
end

-- Each thread has its own share of the requests: the first, the one after as many as there are threads, and so on.
local function read(path, all_threads)
   local found, place = {}, 0
   local file = assert(io.open(path, "rb"))
   for size in function() return file:read("*l") end do
      local request = file:read(tonumber(size))
      if place % all_threads == number then found[#found + 1] = request end
      place = place + 1
   end
   file:close()
   return found
end

function init(arguments)
   outcome, sent, moments, checked = arguments[2], 0, {}, number ~= 0
   requests = read(arguments[1], tonumber(arguments[3]))
   counts, texts = {}, {}
   for place = 4, #arguments do
      texts[#texts + 1], counts[#counts + 1] = arguments[place], 0
   end
   if #texts > 0 then response = count end  -- without it wrk spends nothing on reading the answers
end

local clock = ffi.new("moment")

function request()
   if not checked then  -- wrk tries the script out before it starts; nothing of that is sent
      checked = true
      return requests[1]
   end
   sent = sent + 1
   ffi.C.clock_gettime(MONOTONIC, clock)
   moments[sent] = tonumber(clock.seconds) + tonumber(clock.nanoseconds) * 1e-9
   return requests[(sent - 1) % #requests + 1]
end

function count(_, _, body)
   for place = 1, #texts do
      if body:find(texts[place], 1, true) then counts[place] = counts[place] + 1 end
   end
end

function done(summary)
   local file = assert(io.open(threads[1]:get("outcome"), "w"))
   local errors = summary.errors
   file:write(string.format('{"requests":%d,"seconds":%f,', summary.requests, summary.duration / 1e6))
   file:write(string.format('"connect":%d,"read":%d,"write":%d,', errors.connect, errors.read, errors.write))
   file:write(string.format('"status":%d,"timeout":%d,"threads":[', errors.status, errors.timeout))
   for place, thread in ipairs(threads) do
      local moments, counts, parts = thread:get("moments"), thread:get("counts"), {}
      for each = 1, #moments do parts[each] = string.format("%.6f", moments[each]) end
      file:write(place > 1 and "," or "", '{"prepared":', #thread:get("requests"), ',"counts":[', table.concat(counts, ","))
      file:write('],"moments":[', table.concat(parts, ","), "]}")
   end
   file:write("]}")
   file:close()
end
