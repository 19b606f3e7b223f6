-- +goose Up
INSERT INTO canned_replies (id, state, title_fa, title_en, body_fa, body_en) VALUES
    ('0198c5a0-0000-7000-8000-000000000001', 'acknowledged', 'دریافت شد', 'We have it',
     'شکایت شما دریافت شد و بررسی آن آغاز می‌شود. مهلت پاسخ را در همین صفحه می‌بینید.',
     'We have your complaint and begin to look into it. This page shows by when you get an answer.'),
    ('0198c5a0-0000-7000-8000-000000000002', 'awaiting_complainant', 'پرسش از شما', 'A question to you',
     'برای ادامهٔ بررسی به توضیح بیشتری نیاز داریم. لطفاً در همین‌جا پاسخ دهید؛ تا آن زمان مهلت پاسخ متوقف است.',
     'We need to know a little more to go on. Please answer here; until then the clock stands still.'),
    ('0198c5a0-0000-7000-8000-000000000003', 'answered', 'پاسخ نهایی', 'Our answer',
     'بررسی شکایت شما پایان یافت. اگر پاسخ را کافی نمی‌دانید، می‌توانید یک بار بازبینی آن را از کارشناسی دیگر بخواهید.',
     'We have finished looking into your complaint. If the answer does not satisfy you, you may once ask somebody else to review it.'),
    ('0198c5a0-0000-7000-8000-000000000004', 'rejected', 'خارج از وظایف ما', 'Not ours to decide',
     'رسیدگی به این موضوع در صلاحیت این سازمان نیست. نهادی که می‌توانید به آن مراجعه کنید در زیر آمده است.',
     'This organisation has no say in this matter. Whom you can turn to is said below.');

-- +goose Down
DELETE FROM canned_replies;
