package io.keywatch.app.rules;

import io.keywatch.detect.sigma.SigmaCheck;
import io.keywatch.detect.sigma.SigmaLoad;
import io.keywatch.detect.sigma.SigmaLoader;
import io.keywatch.detect.sigma.SigmaSettings;
import io.keywatch.detect.sigma.SigmaTests;
import io.keywatch.detect.sigma.match.KeptFields;
import io.keywatch.detect.sigma.match.KeptFields.Kept;
import io.keywatch.ingest.cloudtrail.ParameterAllowList;
import java.nio.file.Path;
import java.util.List;

/** Loads, checks and tests rule files against the very allow-list that the running service reads with. */
public final class UserRules {
    private UserRules() {}

    public static SigmaLoad load(List<Path> paths) {
        return SigmaLoader.load(paths, settings(false));
    }

    /** @param strict warnings are errors */
    public static SigmaCheck check(List<Path> paths, boolean strict) {
        return SigmaCheck.check(paths, settings(strict));
    }

    public static SigmaTests test(List<Path> paths) {
        return SigmaTests.run(paths, new OneRecord()::read, settings(false));
    }

    private static SigmaSettings settings(boolean strict) {
        return SigmaSettings.defaults().withStrict(strict).withKept(kept(ParameterAllowList.bundled()));
    }

    static KeptFields kept(ParameterAllowList list) {
        return (source, name, field) -> switch (list.keeps(source, name, field)) {
            case VALUE -> Kept.VALUE;
            case PRESENCE -> Kept.PRESENCE;
            case NOTHING -> Kept.NOTHING;
        };
    }
}
