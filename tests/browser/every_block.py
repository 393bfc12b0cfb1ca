"""An article that has every block of Markdown, and words that are too long for a phone."""

LONG = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
BODY = f"""
Change it in the app or on the web.

::: action Self-service tool
For quick access, use the button below.

[Change my password](https://app.example.com/password)
:::

## Before you start

- [x] Your phone is with you
- [ ] No `VPN` is on {LONG}

> [!NOTE]
> You are signed out everywhere else.

> [!WARNING]
> Never give a code to anybody.[^1]

> [!CAUTION]
> What is deleted is gone.

[^1]: Not even to us.

## Change it

:::: tabs
::: tab On the app
1. Open the app.

### In the settings
Select **Security**.
:::
::: tab On the web
Sign in and select your initials.

### In the browser
Select **Password**.
:::
::::

## Which phone

:::: tabs
::: tab On the app
Any phone.
:::
::: tab On the web
No phone.
:::
::::

| Password | Time to guess | Verdict | Remark | {LONG} |
|:--|--:|:-:|---|---|
| `summer2024` | 2 seconds | Poor | It is in every list of passwords | yes |

```python
print("{LONG * 2}")
```

::: video https://video.example.com/watch/1 Watch it
:::

## Questions

::: details How often?
Only when somebody knows it.

### Recovery codes {{#recovery}}
Ten codes.
:::

> Quoted.

::: steps
1. One
2. Two
:::
"""

ARTICLE = "/articles/change-my-password/"
