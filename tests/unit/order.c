/* Time limits in articles of several sentences and lists, which a rule's own
 * tests cannot hold. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "base/buf.h"
#include "flow.h"
#include "libextract.h"
#include "match.h"
#include "rules.h"

/* What is wanted, a line each: "due bound: task < who > to whom". */
static const struct {
	const char *why, *published, *text, *want;
} cases[] = {
	{ "paragraphs headed by who is told, under a request", "2025-10-02",
		"Bộ trưởng giao:\n\nVụ Pháp chế: rà soát các văn bản hết "
		"hiệu lực; báo cáo Bộ trưởng trước ngày 15/11.\n\nCục Quản "
		"lý lao động ngoài nước: làm việc với phía Nhật Bản, xong "
		"trong tháng 11.",
		"2025-11-15 before: báo cáo Bộ trưởng < Vụ Pháp chế > Bộ "
		"trưởng\n2025-11-30 within: xong < Cục Quản lý lao động "
		"ngoài nước" },
	{ "items under a line that names who", "2025-10-02",
		"Chủ tịch UBND tỉnh yêu cầu các sở, ngành thực hiện một số "
		"nội dung sau:\n\n1. Sở Xây dựng\n\n- Hoàn thành kiểm định "
		"các cầu yếu trước ngày 31/10.\n\n- Công bố danh mục đường "
		"bị cấm tải trong tháng 11/2025.\n\n2. Sở Tài chính\n\n- "
		"Bố trí kinh phí, chậm nhất ngày 15/11/2025.",
		"2025-10-31 before: Hoàn thành kiểm định các cầu yếu < Sở "
		"Xây dựng\n2025-11-30 within: Công bố danh mục đường bị "
		"cấm tải < Sở Xây dựng\n2025-11-15 by: Bố trí kinh phí < "
		"Sở Tài chính" },
	{ "who is told stands many items before", "2025-10-02",
		"Chủ tịch UBND tỉnh yêu cầu các sở thực hiện:\n\n1. Sở Xây "
		"dựng\n\n- Kiểm định các cầu yếu.\n\n- Sửa chữa mặt đường."
		"\n\n- Cắm biển báo tại nút giao.\n\n- Nạo vét cống rãnh."
		"\n\n- Rà soát các bến xe.\n\n- Kiểm tra các mỏ đá.\n\n- Xử "
		"lý điểm đen.\n\n- Công bố danh mục đường bị cấm tải trước "
		"ngày 31/10/2025.",
		"2025-10-31 before: Công bố danh mục đường bị cấm tải < Sở "
		"Xây dựng" },
	{ "a request heads a list, lines before it", "2025-10-02",
		"Chủ tịch UBND tỉnh đề nghị các sở thực hiện nội dung sau:"
		"\n\nCông trình đã xuống cấp nhiều năm.\n\nMưa lớn còn kéo "
		"dài.\n\nHoàn thành công trình trước ngày 31/10/2025.",
		"2025-10-31 before: Hoàn thành công trình < các sở" },
	{ "a head of places with 'đối với'", "2025-10-02",
		"Đối với các xã miền núi:\n\na) Di dời dân khỏi vùng sạt "
		"lở, hoàn thành trước 17 giờ ngày 5/10;\n\nb) Báo cáo về "
		"Ban Chỉ huy trước 19 giờ ngày 5/10.",
		"2025-10-05T17:00 before: hoàn thành < các xã miền núi\n"
		"2025-10-05T19:00 before: Báo cáo về Ban Chỉ huy < các xã "
		"miền núi > Ban Chỉ huy" },
	{ "the subject of the sentence before", "2025-10-02",
		"Vụ Pháp chế rà soát các thông tư còn hiệu lực. Trình Bộ "
		"trưởng trước ngày 15/11.",
		"2025-11-15 before: Trình Bộ trưởng < Vụ Pháp chế > Bộ "
		"trưởng" },
	{ "what a unit of the list has others do", "2025-10-02",
		"Chủ tịch UBND tỉnh yêu cầu:\n\n1. Sở Nông nghiệp và Môi "
		"trường chỉ đạo thu hoạch lúa hè thu, phấn đấu xong trong "
		"ngày 5/10.",
		"2025-10-05 within: xong < Sở Nông nghiệp và Môi trường" },
	{ "each task of a long sentence has its own", "2025-10-02",
		"Ban Quản lý dự án phải bàn giao gói thầu số 3 trước ngày "
		"30/11, gói thầu số 4 trước ngày 31/12 và các gói còn lại "
		"trong quý I/2026.",
		"2025-11-30 before: bàn giao gói thầu số 3 < Ban Quản lý "
		"dự án\n2025-12-31 before: gói thầu số 4 < Ban Quản lý dự "
		"án\n2026-03-31 within: các gói còn lại < Ban Quản lý dự án" },
	{ "somebody else without a verb", "2025-10-02",
		"Doanh nghiệp lớn phải kiểm kê từ ngày 1/1/2026, doanh "
		"nghiệp nhỏ chậm nhất ngày 30/6/2026.",
		"2026-06-30 by: kiểm kê < doanh nghiệp nhỏ" },
	{ "who speaks and promises", "2025-10-02",
		"Trả lời đại biểu Lê Thị Mai, Giám đốc Sở Xây dựng Trần "
		"Quốc Huy thừa nhận con đường đã xuống cấp, cam kết sửa "
		"chữa trong tháng 11.",
		"2025-11-30 within: sửa chữa < Giám đốc Sở Xây dựng Trần "
		"Quốc Huy" },
	{ "who says that it will be done", "2025-10-02",
		"Công ty Điện lực cho biết sẽ cấp điện trở lại cho toàn bộ "
		"khách hàng trước 22 giờ ngày 3/10.",
		"2025-10-03T22:00 before: cấp điện trở lại cho toàn bộ "
		"khách hàng < Công ty Điện lực" },
	{ "a promise that was reported", "2025-10-02",
		"Ông Lê Văn Bình cho biết nhà thầu đã cam kết thông xe "
		"trước Tết Dương lịch.",
		"2026-01-01 before: thông xe < nhà thầu" },
	{ "who is named after a passive", "2025-10-02",
		"Dự thảo thông tư đang được Bộ Y tế lấy ý kiến đến hết "
		"ngày 24/10.",
		"2025-10-24 by: lấy ý kiến < Bộ Y tế" },
	{ "a verb that is not known ends who does it", "2025-10-02",
		"Các đơn vị lên danh mục thiết bị, gửi danh sách về Cục "
		"Công nghệ thông tin trước ngày 25/10.",
		"2025-10-25 before: gửi danh sách về Cục Công nghệ thông "
		"tin < Các đơn vị > Cục Công nghệ thông tin" },
	{ "sent to somebody for an opinion is one task", "2025-10-02",
		"Cục Việc làm gửi dự thảo xin ý kiến 34 tỉnh, thành phố "
		"chậm nhất là ngày 20/10.",
		"2025-10-20 by: gửi dự thảo xin ý kiến 34 tỉnh, thành phố "
		"< Cục Việc làm > 34 tỉnh, thành phố" },
	{ "plan and deed are nouns", "2025-10-02",
		"Chủ tịch HĐND tỉnh đề nghị UBND tỉnh ban hành kế hoạch "
		"triển khai các nghị quyết chậm nhất ngày 20/10.",
		"2025-10-20 by: ban hành kế hoạch triển khai các nghị "
		"quyết < UBND tỉnh" },
	{ "one noun of three verbs", "2025-10-02",
		"Nhà trường hoàn thành việc rà soát, thu hồi và cấp lại "
		"văn bằng trước ngày 20/11.",
		"2025-11-20 before: hoàn thành việc rà soát, thu hồi và "
		"cấp lại văn bằng < Nhà trường" },
	{ "a goal after a goal", "2025-10-02",
		"Năm 2026 thành phố phấn đấu tăng trưởng 11%. Đến năm "
		"2030, kinh tế số chiếm 35% quy mô kinh tế.",
		"2030-12-31 by: kinh tế số chiếm 35% quy mô kinh tế" },
	{ "a forecast after no goal", "2025-10-02",
		"Nhiều người chuyển về đây sống. Đến năm 2030, người già "
		"chiếm 35% dân số.",
		"" },
	{ "a plan over a list", "2025-10-02",
		"Mục tiêu của đề án:\n\n- Hoàn thành số hóa bệnh án trước "
		"năm 2028;\n\n- Kết nối với trục liên thông, chậm nhất "
		"tháng 3/2027.",
		"2028-12-31 before: Hoàn thành số hóa bệnh án\n2027-03-31 "
		"by: Kết nối với trục liên thông" },
	{ "a place before a colon is where", "2025-10-02",
		"Bình Dương: Phải xong giải phóng mặt bằng Vành đai 4 "
		"trước 30/6/2026",
		"2026-06-30 before: xong giải phóng mặt bằng Vành đai 4" },
	{ "bounds in brackets belong to the task before", "2025-10-02",
		"Sở Tài chính bố trí kinh phí sửa chữa trường lớp (hoàn "
		"thành trước ngày 15/11); các xã công khai danh sách "
		"(trong tháng 11/2025).",
		"2025-11-15 before: hoàn thành < Sở Tài chính\n2025-11-30 "
		"within: công khai danh sách < các xã" },
	{ "what is done for a purpose", "2025-10-02",
		"Thủ tướng yêu cầu các nhà thầu làm việc ba ca để thông xe "
		"trong năm 2025.",
		"2025-12-31 within: thông xe < các nhà thầu" },
	{ "who is asked is not who asks", "2025-10-02",
		"Về việc này, Bộ trưởng Bộ Xây dựng đề nghị nhà đầu tư bổ "
		"sung máy móc, thông tuyến kỹ thuật trước ngày 19/12.",
		"2025-12-19 before: thông tuyến kỹ thuật < nhà đầu tư" },
	{ "asked without saying whom", "2025-10-02",
		"Chủ tịch UBND thành phố yêu cầu tháng 11 phải xong phần "
		"móng, trước ngày 30/12 hoàn thành toàn bộ.",
		"2025-12-30 before: hoàn thành toàn bộ" },
	{ "a question promises nothing", "2025-10-02",
		"Sân bay sẽ hoàn thành trước ngày 31/12?", "" },
	{ "what will hardly be done", "2025-10-02",
		"Kế hoạch thông tuyến trong năm 2025 khó hoàn thành.", "" },
	{ "what lasts by itself", "2025-10-02",
		"Mưa lớn sẽ kéo dài đến hết ngày 5/10. Phiên tòa dự kiến "
		"kéo dài đến ngày 20/10.",
		"" },
	{ "what has been done", "2025-10-02",
		"Các xã đã hoàn thành kiểm kê, nhiều thôn xong trước ngày "
		"30/9.",
		"" },
	{ "a report from a month that has begun", "2025-10-28",
		"Ngân hàng An Phú hoàn tất đợt phát hành cổ phiếu trong "
		"tháng 10.",
		"" },
	{ "the same, ahead", "2025-10-02",
		"Công ty chốt danh sách cổ đông vào ngày 20/10, thanh toán "
		"cổ tức trong tháng 11/2025.",
		"2025-11-30 within: thanh toán cổ tức < Công ty" },
	{ "negated is another verb", "2025-10-02",
		"Phòng Giáo dục lập danh sách trẻ chưa tiêm đủ, gửi Trung "
		"tâm Y tế chậm nhất ngày 31/10.",
		"2025-10-31 by: gửi Trung tâm Y tế < Phòng Giáo dục > "
		"Trung tâm Y tế" },
	{ "a condition", "2025-10-02",
		"Nếu không khắc phục trước ngày 15/10, doanh nghiệp sẽ bị "
		"đình chỉ.",
		"" },
};

static void
put_field(struct buf *out, const char *mark, const struct value *v,
	const char *name)
{
	struct str s = node_text(v->fields, name);

	if (s.n == 0)
		return;
	buf_put(out, str_c(mark));
	buf_put(out, s);
}

static struct str
found(const struct rules *r, struct doc *d)
{
	struct buf out = { .mem = d->mem };
	int type = rules_type(r, STR("deadlines"));
	const struct value *v;

	for (v = d->list[type].first; v; v = v->next) {
		put_field(&out, out.n ? "\n" : "", v, "due");
		put_field(&out, " ", v, "bound");
		put_field(&out, ": ", v, "task");
		put_field(&out, " < ", v, "assignee");
		put_field(&out, " > ", v, "recipient");
	}
	return buf_str(&out);
}

Test(order, lists_and_sentences)
{
	const char *dir[] = { "rules" };
	struct ex_err e = { .what = "" };
	struct rules *r = rules_load(dir, 1, NULL, NULL, &e);
	struct scratch *scratch;
	enum stage failed;
	struct mem mem;
	size_t i;

	cr_assert(r, "%s:%zu: %s", e.file, e.line, e.what);
	scratch = scratch_new(r);
	mem_open(&mem, 0);
	for (i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct doc d = { .mem = &mem };
		struct str got;

		d.warnings = node_new(&mem, NODE_LIST);
		d.article.authors = node_new(&mem, NODE_LIST);
		d.article.text = str_c(cases[i].text);
		d.article.published = str_c(cases[i].published);
		cr_assert_eq(flow_run(&d, r, scratch, STAGE_normal, STAGE_value,
				     &failed, &e),
			0, "%s", e.what);
		got = found(r, &d);
		cr_expect(str_eq(got, str_c(cases[i].want)),
			"%s:\n%.*s\nwanted\n%s", cases[i].why, STR_ARG(got),
			cases[i].want);
		mem_reset(&mem);
	}
	mem_close(&mem);
	scratch_free(scratch);
	rules_free(r);
}
