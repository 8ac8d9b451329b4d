-- CreateTable
CREATE TABLE "documents" (
    "id" TEXT NOT NULL,
    "partition" TEXT NOT NULL,
    "etag" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "documents_pkey" PRIMARY KEY ("partition","id")
);

-- CreateIndex
CREATE INDEX "documents_partition_updated_at_id_idx" ON "documents"("partition", "updated_at", "id");

-- CreateIndex
CREATE INDEX "documents_due_at_idx" ON "documents"("due_at");

-- CreateIndex
CREATE INDEX "documents_expires_at_idx" ON "documents"("expires_at");
