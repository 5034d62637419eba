/**
 * English function words, and the verbs and adverbs that serve as such. Our own list: the large public one (1,298
 * entries) also holds computer, system, text, microsoft, room, page, fire, novel, state, member, and every pair of
 * letters, all of which name topics. Contractions are listed without their resolvable endings (see `formOf`).
 */
export const englishStopWords: readonly string[] = `
a an the this that these those some any no every each either neither both all such another other others much many more
most few fewer fewest less least several enough own same half whole certain various

i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
it its itself they them their theirs themselves one ones oneself who whom whose which what whoever whatever whichever
somebody someone something somewhere anybody anyone anything anywhere everybody everyone everything everywhere nobody
noone none nothing nowhere thou thee thy thine ye y'all let's

about above across after against along alongside amid among amongst around as at before behind below beneath beside
besides between beyond by concerning despite down during except for from in inside into like minus near of off on onto
out outside over past per regarding round since than through throughout till to toward towards under underneath unlike
until unto up upon versus via vs with within without

and but or nor so yet if unless because although though while whilst whereas whether when whenever where wherever
whereby wherein why how however once lest else hence thus therefore thereby therein thereof thereafter otherwise
moreover furthermore nevertheless nonetheless meanwhile instead then there here

am is are was were be been being isn't aren't wasn't weren't ain't have has had having haven't hasn't hadn't do does did
doing done don't doesn't didn't can can't cannot could couldn't may might mightn't must mustn't need needn't ought shall
shan't should shouldn't will won't would wouldn't dare daren't used dont doesnt didnt cant couldnt wont wouldnt
shouldnt isnt arent wasnt werent havent hasnt hadnt ive youre theyre thats whats

not never ever also too very quite rather really just only even still already again almost always often sometimes
usually perhaps maybe probably actually basically certainly clearly obviously apparently simply merely mostly mainly
largely especially particularly generally exactly fairly pretty nearly hardly barely rarely seldom soon later ago now
today away back together apart forth further far long well yes no ok okay oh ah hey hi hello please thanks thank anyway
anyhow somehow somewhat indeed course namely including etc eg ie cf viz et al re

get gets got getting gotten go goes going went gone come comes came coming make makes made making take takes took taken
taking give gives gave given giving put puts putting say says said saying tell tells told see sees saw seen seem seems
seemed seeming know knows knew known knowing think thinks thought want wants wanted try tries tried trying use uses
using keep keeps kept let lets become becomes became becoming look looks looked looking ask asked asks mean means meant
happen happens happened

thing things something stuff lot lots bit kind sort way ways

first second third last next two three four five six seven eight nine ten twenty hundred thousand million billion
new old good better best bad great big little able likely sure

mr mrs ms dr a.m. p.m. i.e. e.g. etc.
`
  .split(/\s+/)
  .filter((word) => word !== '');
