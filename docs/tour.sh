#!/usr/bin/env bash
# One budget transfer with curl, from a school's letter to the closed case (process 4.4).
#
#   bash docs/tour.sh http://127.0.0.1:8000 PASSWORD     # the password that `start.py` printed
#
# Every act is a POST with an Idempotency-Key and, where something is changed, the version it was
# decided on (If-Match: the ETag of the row that was read).
set -euo pipefail
base="$1/api/v1" password="$2"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
today=$(TZ=Asia/Bangkok date +%F)

json() { python3 -c "import json,sys; d=json.load(sys.stdin); print($1)"; }
key() { python3 -c 'import uuid; print(uuid.uuid4())'; }

as() { # login [role]: sign in once, act in the post with this role
  who="$1${2:-}"
  [ -s "$work/$who" ] || {
    curl -sSf -c "$work/$who" -H 'Content-Type: application/json' \
      -d "{\"login\":\"$1\",\"password\":\"$password\"}" "$base/session" >"$work/session"
    if [ -n "${2:-}" ]; then
      post=$(json "next(p['post_id'] for p in d['posts'] if p['role'] == '$2')" <"$work/session")
      curl -sSf -b "$work/$who" -c "$work/$who" -H 'Content-Type: application/json' \
        -d "{\"post_id\":\"$post\"}" "$base/session/post" >/dev/null
    fi
  }
}
get() { curl -sSf -G -b "$work/$who" "$base/views/$1" "${@:2}"; }
new() { # path body: something begins; prints its id
  curl -sS --fail-with-body -b "$work/$who" -H 'Content-Type: application/json' \
    -H "Idempotency-Key: $(key)" -d "$2" "$base$1" >"$work/answer" || { cat "$work/answer" >&2; exit 1; }
  after=$(json "d['position']" <"$work/answer")
  json "d['id']" <"$work/answer"
}
act() { # view id sub-resource body: something changes, as it was read
  local etag
  etag=$(curl -sSf -D - -o /dev/null -b "$work/$who" "$base/views/$1/$2" |
    tr -d '\r' | awk 'tolower($1) == "etag:" {print $2}')
  curl -sS --fail-with-body -b "$work/$who" -H 'Content-Type: application/json' \
    -H "Idempotency-Key: $(key)" -H "If-Match: $etag" -d "$4" "$base/$3" >"$work/answer" ||
    { cat "$work/answer" >&2; exit 1; }
  json "'  ' + ', '.join(d['events']) + ' @' + str(d['position'])" <"$work/answer"
}
say() { printf '\n%s\n' "$*"; }

say "1. A school's letter comes in, is taken in by the group, endorsed to an officer"
as registrar
unit() { get units -d "code=$1" | json "d['items'][0]['id']"; }
group() { get units -d kind=group | json "next(u['id'] for u in d['items'] if u['name_th'] == '$1')"; }
school=$(unit 42010149) policy=$(group กลุ่มนโยบายและแผน) finance=$(group กลุ่มบริหารงานการเงินและสินทรัพย์)
printf '%%PDF-1.4\n%% a sample\n%%%%EOF\n' >"$work/bill.pdf"
digest=$(curl -sSf -b "$work/$who" -F "file=@$work/bill.pdf" "$base/files" | json "d['digest']")
letter=$(new /letters "{\"kind\":\"external\",\"sender_unit_id\":\"$school\",
  \"sender_name\":\"โรงเรียนบ้านกกจาน\",\"reference\":\"ศธ 04999.149/$RANDOM\",\"dated_on\":\"$today\",
  \"received_on\":\"$today\",\"subject\":\"ขอรับการสนับสนุนค่าไฟฟ้าจากเงินเหลือจ่าย\",
  \"urgency\":\"urgent\",\"to_unit_id\":\"$policy\",
  \"enclosures\":[{\"name\":\"ใบแจ้งหนี้.pdf\",\"count\":1,\"unit\":\"ฉบับ\",\"digest\":\"$digest\"}]}")
as clerk; act letters "$letter" "letters/$letter/intake" '{}'
as policy
post=$(get posts -d role=policy_and_plan_analyst |
  json "next(p['id'] for p in d['items'] if 'ชำนาญการ' in p['title_th'] and 'พิเศษ' not in p['title_th'])")
act letters "$letter" "letters/$letter/endorsements" \
  "{\"opinion\":\"มอบตรวจสอบเงินเหลือจ่าย\",\"assigned_post_id\":\"$post\"}"

say "2. The officer opens a case of process 4.4"
as analyst
person=$(curl -sSf -b "$work/$who" "$base/session" | json "d['person_id']")
workshop=$(get budget_balances -d limit=100 | json "next(r['id'] for r in d['items'] if 'อบรม' in r['item'])")
electric=$(get budget_balances -d limit=100 | json "next(r['id'] for r in d['items'] if 'ไฟฟ้า' in r['item'])")
year=$(curl -sSf -b "$work/$who" "$base/views/budget_balances/$electric" | json "d['fiscal_year']")
case=$(new /cases "{\"fiscal_year\":$year,\"subject\":\"โอนเงินเหลือจ่ายเป็นค่าไฟฟ้าของโรงเรียน\",
  \"officer_id\":\"$person\",\"owner_unit_id\":\"$policy\",\"asking_unit_ids\":[\"$school\"],
  \"letter_ids\":[\"$letter\"]}")

say "3. Steps 1 to 5: figures, committee, analysis, guidelines, the proposed transfer"
act case_status "$case" "cases/$case/spending-figures" "{\"figures_on\":\"$today\",\"source_unit_id\":\"$finance\",
  \"files\":[{\"name\":\"ผลการใช้จ่าย.pdf\",\"count\":1,\"unit\":\"ฉบับ\",\"digest\":\"$digest\"}]}"
act case_status "$case" "cases/$case/committee" "{\"order_reference\":\"คำสั่งตัวอย่างที่ 9\",
  \"order_year\":$(($(date +%Y) + 543)),\"meeting_on\":\"$today\",
  \"seats\":[{\"name\":\"นางวิไลพร สมมุติชัย\",\"post_title\":\"รอง ผอ.สพป.\",\"duty\":\"chair\"}]}"
act case_status "$case" "cases/$case/analyses" '{"spending_against_results":"จัดอบรมครบตามแผนต่ำกว่าวงเงิน"}'
act case_status "$case" "cases/$case/guidelines" \
  '{"text":"ใช้กับค่าสาธารณูปโภคค้างชำระก่อน","methods":"โอนภายในแผนงานเดียวกัน"}'
transfer=$(new /transfers "{\"case_id\":\"$case\",\"reason\":\"บรรเทาหนี้ค่าไฟฟ้าค้างชำระ\",\"lines\":[
  {\"line_id\":\"$workshop\",\"satang\":-2000000,\"effect_on_target\":\"ไม่กระทบ\",\"is_surplus\":true},
  {\"line_id\":\"$electric\",\"satang\":2000000,\"effect_on_target\":\"ลดหนี้ค้างชำระ\",
   \"target\":{\"text\":\"ชำระค่าไฟฟ้าค้างชำระ\",\"planned\":1,\"unit\":\"โรงเรียน\"}}]}")
act case_status "$case" "cases/$case/committee-opinions" \
  "{\"opinion\":\"เห็นควรโอนตามที่เสนอ\",\"favourable\":true,\"met_on\":\"$today\"}"

say "4, 5. Submitted; three opinions; the area director decides"
act budget_transfers "$transfer" "transfers/$transfer/submission" '{}'
row=$(curl -sSf -b "$work/$who" "$base/views/budget_transfers/$transfer")
version=$(json "d['version']" <<<"$row") seen=$(json "d['digest']" <<<"$row")
approval=$(new /approvals "{\"subject\":\"budget_transfer/$transfer\",\"subject_version\":$version,\"digest\":\"$seen\"}")
for login in "head section_head" policy deputy; do
  as $login; act approvals "$approval" "approvals/$approval/opinions" \
    "{\"favourable\":true,\"opinion\":\"เห็นควรเสนอ\",\"digest\":\"$seen\"}"
done
as director area_director
act approvals "$approval" "approvals/$approval/decision" "{\"outcome\":\"agreed_to_propose\",\"digest\":\"$seen\"}"

say "6. The area committee meets and agrees"
as secretary assistant_secretary
meeting=$(new /meetings "{\"held_on\":\"$today\",\"place\":\"ห้องประชุมสำนักงาน\",\"mode\":\"in_person\"}")
act meetings "$meeting" "meetings/$meeting/items" "{\"item_no\":\"5.1\",\"section\":\"for_consideration\",
  \"title\":\"แนวทางการใช้เงินเหลือจ่ายและการโอนงบประมาณ\",\"case_id\":\"$case\"}"
seats=$(get bodies | json "json.dumps([s['seat_id'] for s in d['items'][0]['seats']])")
act meetings "$meeting" "meetings/$meeting/attendance" "{\"opened_time\":\"09.30\",\"present\":$seats}"
act meetings "$meeting" "meetings/$meeting/resolutions" \
  '{"item_no":"5.1","outcome":"agreed","unanimous":true,"coverage":"annexed_only"}'
act meetings "$meeting" "meetings/$meeting/closing" '{"closed_time":"11.30"}'

say "7. The governor is asked by letter; his answer is registered, recorded as printed, confirmed"
as analyst
request=$(new /governor-requests "{\"transfer_id\":\"$transfer\",
  \"legal_basis\":\"ตามคู่มือปฏิบัติงาน พ.ศ. 2566 — สำนักงานต้องยืนยัน\"}")
seen=$(curl -sSf -b "$work/$who" "$base/views/outgoing_letters/$request" | json "d['digest']")
as policy; act outgoing_letters "$request" "outgoing-letters/$request/check" "{\"digest\":\"$seen\"}"
as director area_director
act outgoing_letters "$request" "outgoing-letters/$request/signature" "{\"digest\":\"$seen\",\"intent\":\"ลงนามตามที่เสนอ\"}"
as registrar; act outgoing_letters "$request" "outgoing-letters/$request/dispatch" '{}'
governor=$(get units -d kind=outside | json "next(u['id'] for u in d['items'] if u['name_th'] == 'จังหวัดเลย')")
reply=$(new /letters "{\"kind\":\"external\",\"sender_unit_id\":\"$governor\",\"sender_name\":\"จังหวัดเลย\",
  \"reference\":\"ลย 0017/$RANDOM\",\"dated_on\":\"$today\",\"received_on\":\"$today\",
  \"subject\":\"อนุมัติการโอนงบประมาณ\",\"to_unit_id\":\"$policy\"}")
as analyst
outside=$(get outside_approvals -d "transfer_id=$transfer" | json "d['items'][0]['id']")
act outside_approvals "$outside" "outside-approvals/$outside/outcomes" "{\"reply_letter_id\":\"$reply\",
  \"outcome\":\"approved\",\"decided_on\":\"$today\",\"signer_name\":\"นายตัวอย่าง ปกครองดี\",
  \"signer_capacity\":\"ผู้ว่าราชการจังหวัดเลย\"}"
as policy; act outside_approvals "$outside" "outside-approvals/$outside/confirmation" '{}'

say "8. The finance officer posts the transfer in the control register"
as finance; act budget_transfers "$transfer" "transfers/$transfer/posting" '{}'

say "9. One template run: checked, signed as listed, numbered and sent as one"
as analyst; run=$(new /letter-sets "{\"transfer_id\":\"$transfer\"}")
listed=$(get outgoing_letters -d "batch_id=$run" -d "after=$(json "d['position']" <"$work/answer")" |
  json "json.dumps([{'letter_id': r['id'], 'digest': r['digest']} for r in d['items']])")
as policy; act letter_sets "$run" "letter-sets/$run/check" "{\"letters\":$listed}"
as director area_director
act letter_sets "$run" "letter-sets/$run/signatures" "{\"letters\":$listed,\"intent\":\"ลงนามตามบัญชีที่แสดง\"}"
as registrar; act letter_sets "$run" "letter-sets/$run/dispatch" '{}'

say "10. A result for the line that gained; the case closes"
as analyst
act case_status "$case" "cases/$case/results" "{\"transfer_id\":\"$transfer\",\"line_id\":\"$electric\",
  \"achieved\":\"ชำระค่าไฟฟ้าค้างครบ\"}"
act case_status "$case" "cases/$case/closure" '{}'
say "The case: $1/cases/$case"
