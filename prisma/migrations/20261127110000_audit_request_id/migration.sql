ALTER TABLE "audit_entries" ADD COLUMN "request_id" TEXT;
