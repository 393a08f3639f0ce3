package io.tradinghub.ledger;

/// The fake keeps what the real ledger keeps.
class InMemoryLedgerTest extends LedgerContract {
    private final InMemoryLedger ledger = new InMemoryLedger(bot, clock);

    @Override
    protected Ledger open() {
        ledger.takeBack();
        return ledger;
    }

    @Override
    protected void replaceHolder() {
        ledger.loseLease();
    }

    @Override
    protected void goAway() {
        ledger.goAway();
    }

    @Override
    protected void comeBack() {
        ledger.comeBack();
    }
}
