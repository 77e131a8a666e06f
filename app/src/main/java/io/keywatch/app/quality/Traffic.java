package io.keywatch.app.quality;

import io.keywatch.schemas.v1.ApiCall;
import java.util.Iterator;
import java.util.List;

/** One run of a generator. One thread. */
public interface Traffic {
    /** Everybody who ever acts in the run, those who join later included. */
    List<Actor> actors();

    /** The secrets that exist on day 0. */
    List<SecretRef> secrets();

    /**
     * Benign calls in order of event time (whole seconds, as CloudTrail has them), made while they are asked for; once
     * per run. Delivery lag, disorder and duplicates are not its concern: see {@link Delivery}.
     */
    Iterator<ApiCall> calls();
}
