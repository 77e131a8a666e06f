package io.keywatch.ingest.vault;

import io.keywatch.schemas.v1.DeadLetter;
import io.keywatch.schemas.v1.VaultValue;
import java.util.List;

/** Where fingerprints and dead letters go. */
interface ValueOutlet {
    /** Returns when all of it is there for good. */
    void tell(List<VaultValue> values);

    void letter(DeadLetter letter);
}
