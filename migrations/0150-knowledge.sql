-- Articles of the help centre: what is published, drafts under way, and whether they solved it.
create schema knowledge;

create table knowledge.article (
  id text primary key check (id ~ '^[a-z0-9-]{1,64}$'),
  area text not null check (area in ('payments', 'funds', 'account', 'app', 'service')),
  -- Guides that put right what it explains.
  guides text[] not null default '{}',
  -- Other words that customers use for it.
  words text not null default '',
  created_at timestamptz not null
);

create table knowledge.version (
  article_id text not null references knowledge.article,
  number integer not null check (number > 0),
  state text not null check (state in ('draft', 'review', 'published', 'archived')),
  title jsonb not null,
  body jsonb not null,
  -- Absent: it ships with the house.
  author_id uuid,
  author_name text,
  reviewer_id uuid,
  reviewer_name text,
  changed_at timestamptz not null,
  published_at timestamptz,
  primary key (article_id, number),
  -- What one wrote another publishes.
  check (reviewer_id is null or author_id is null or reviewer_id <> author_id),
  check (state <> 'published' or published_at is not null)
);
create unique index version_published on knowledge.version (article_id) where state = 'published';
create unique index version_open on knowledge.version (article_id) where state in ('draft', 'review');
create index version_newest on knowledge.version (published_at desc) where published_at is not null;

-- Whether a version solved it, as counts; who said so is known only as long as is needed to count them once a day.
create table knowledge.feedback (
  article_id text not null,
  number integer not null,
  solved integer not null default 0,
  not_solved integer not null default 0,
  primary key (article_id, number),
  foreign key (article_id, number) references knowledge.version
);
create table knowledge.vote (
  article_id text not null references knowledge.article,
  voter bytea not null,
  day date not null,
  primary key (article_id, voter, day)
);
create index vote_by_day on knowledge.vote (day);
