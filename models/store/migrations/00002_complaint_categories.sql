-- +goose Up
INSERT INTO complaint_categories (code, position, title_fa, title_en, acknowledge_days, answer_days) VALUES
    ('service_quality',  1, 'کیفیت خدمت',                    'Quality of a service',        5, 10),
    ('delay',            2, 'تأخیر در ارائهٔ خدمت',           'Delay of a service',          5, 10),
    ('staff_conduct',    3, 'رفتار کارکنان',                  'Conduct of staff',            5, 10),
    ('fees',             4, 'هزینه و پرداخت',                 'Fees and payments',           5, 10),
    ('wrong_information', 5, 'اطلاعات نادرست یا ناقص',         'Wrong or missing information', 5, 10),
    ('website',          6, 'درگاه اینترنتی و سامانه‌ها',      'Website and online systems',  5, 10),
    ('accessibility',    7, 'دسترس‌پذیری',                    'Accessibility',               5, 10),
    ('privacy',          8, 'حریم خصوصی و داده‌های شخصی',      'Privacy and personal data',   3, 10),
    ('misconduct',       9, 'تخلف یا فساد اداری',             'Misconduct or corruption',    3, 10),
    ('other',           10, 'موضوع دیگر',                     'Something else',              5, 10);

-- +goose Down
DELETE FROM complaint_categories;
