package io.keywatch.ingest.cloudtrail;

import io.keywatch.schemas.v1.DeadLetterCause;
import io.keywatch.schemas.v1.Pointer;

/**
 * Something in a log file that gave no event.
 *
 * @param detail which limit or what is missing; never text taken from the file
 * @param pointer the file, and the 0-based index of the record at which it happened
 * @param bytes inflated bytes read of the record, or of the file when the fault ends it
 * @param endsFile nothing after this was read
 */
public record ReadFault(DeadLetterCause cause, String detail, Pointer pointer, long bytes, boolean endsFile) {}
