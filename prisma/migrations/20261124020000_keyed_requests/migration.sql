CREATE TABLE "claims" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "claims_pkey" PRIMARY KEY ("name")
);

CREATE TABLE "keyed_requests" (
    "id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "is_sent" BOOLEAN NOT NULL DEFAULT false,
    "answer" JSONB,

    CONSTRAINT "keyed_requests_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "keyed_requests_first_at_idx" ON "keyed_requests"("first_at");
