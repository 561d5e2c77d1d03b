-- Makes one document of the introduction, the chapters and the claims: pandoc runs it in Scripts/notebooks.
-- Links between their files become links within the page, and what is no chapter of the deck has no number.

local function anchor(target)
  local statement = target:match("README%.md#(.+)$")
  if statement then return "#" .. statement end
  local chapter = target:match("expected/(%d%d%-[%w-]+)%.md$")
  if chapter then return "#" .. chapter end
end

function Link(link)
  if link.target:match("CLAIMS%.md$") then
    link.target = "#claim-" .. pandoc.utils.stringify(link.content)
  elseif link.target:match("Documentation/.+%.md$") then
    link.target = "../../" .. link.target:match("Documentation/.+%.md$")
  else
    -- The page stands beside the folders of the chapters.
    link.target = anchor(link.target) or link.target:gsub("^output/notebooks/", "")
  end
  return link
end

-- On paper an animation is its last frame.
function Image(image)
  if image.title ~= "animation" then return image end
  local still = image:clone()
  still.src = image.src:gsub("%.svg$", "-last.svg")
  still.title = ""
  image.title = ""
  image.classes:insert("on-screen")
  still.classes:insert("on-paper")
  return { image, still }
end

local function isClaim(text) return text:match("^%u%d+[%w-]*$") end

-- A claim is a row of a table that begins with its name, or has its name for a heading.
function Table(tables)
  for _, body in ipairs(tables.bodies) do
    for _, row in ipairs(body.body) do
      local first = row.cells[1] and pandoc.utils.stringify(row.cells[1].contents) or ""
      if isClaim(first) then row.identifier = "claim-" .. first end
    end
  end
  return tables
end

-- The document's headings of the first level, in order: the introduction, a chapter a script, the appendix, the claims.
function Pandoc(document)
  local names = {}
  for file in io.popen("ls notebooks-as-scripts"):lines() do
    local name = file:match("^(%d%d%-.*)%.swift$")
    if name then table.insert(names, name) end
  end
  local count = 0
  for _, block in ipairs(document.blocks) do
    if block.t == "Header" then
      local title = pandoc.utils.stringify(block.content)
      if block.level == 1 then
        local isChapter = count > 0 and count <= #names
        if isChapter then block.identifier = names[count] end
        if not isChapter or title:match("^Appendix") then block.classes:insert("unnumbered") end
        count = count + 1
      else
        -- Only chapters are numbered.
        block.classes:insert("unnumbered")
        if isClaim(title) then block.identifier = "claim-" .. title end
      end
    end
  end
  return document
end
