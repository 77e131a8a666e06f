COPY public.accounts (id, email, password, created) FROM stdin;
1	anna@corp.internal	@1@	2024-01-01
2	ben@corp.internal	\N	2024-01-01
3	eve@corp.internal	@md5@	2024-01-01
\.
SELECT 1;
