-- AlterTable
ALTER TABLE "refresh_tokens" ADD COLUMN "answered_at" TIMESTAMPTZ(3);
